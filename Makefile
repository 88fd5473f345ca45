# make demo    shows the product working; make demo ARGS="--json" passes flags on
# make test    every check there is; lint, types, imports and pytest run a part of it
# make setup   only what the commands in .venv/bin need
#
# Each works alone on a fresh Debian 12 or Raspberry Pi OS machine with git, make and Python 3.11
# or later: missing Debian packages come through apt-get, Python packages into .venv. What the
# set-up says goes to stderr, so that the last line of stdout belongs to the command.

PYTHON ?= python3
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.lock

# What a station and a hub need on top of the wheels: pyzbar loads libzbar, OpenCV glib and GL,
# the kiosk's window GL, and EGL where there is no X server.
RUN_PACKAGES := libzbar0 libglib2.0-0 libgl1 libegl1 libgl1-mesa-dri
# What only the tests need: a real database server, a screen, a browser and what drives it, and
# the unit checker.
TEST_PACKAGES := postgresql xvfb chromium libatomic1 fonts-dejavu-core systemd

.PHONY: demo test setup lint types imports pytest bench faults screens lock clean
.NOTPARALLEL:

demo: $(VENV)/ready
	@$(BIN)/tram demo $(ARGS)

test: lint types imports pytest

setup: $(VENV)/ready

lint: $(VENV)/ready
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: $(VENV)/ready
	@$(BIN)/mypy

imports: $(VENV)/ready
	@$(BIN)/lint-imports --no-logo

pytest: $(VENV)/ready build/test-packages
	@$(BIN)/python -m pytest $(ARGS)

bench: $(VENV)/ready
	@$(BIN)/python -m tests.bench $(ARGS)

faults: $(VENV)/ready build/test-packages
	@$(BIN)/python -m pytest tests/faults $(ARGS)

screens: $(VENV)/ready build/test-packages
	@$(BIN)/python -m tests.screens.gallery
	@$(BIN)/python -m tests.docs.pictures

# The lock names every package with the hashes of all its files. It takes nothing from this
# machine's own pip settings and names no host. Then it is checked: every machine and Python that
# Trạm runs on finds a wheel for each line.
UV := build/lock/bin/uv
lock:
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip install --quiet uv==0.13.9
	@env -u UV_INDEX_URL -u UV_FIND_LINKS $(UV) pip compile pyproject.toml --no-config \
		--universal --python-version 3.11 --all-extras --upgrade --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --quiet \
		--custom-compile-command 'make lock' --output-file $(LOCK)
	@for machine in aarch64 x86_64; do for python in 3.11 3.13; do \
		$(UV) pip install --no-config --quiet --dry-run --no-deps --require-hashes \
			--only-binary :all: --python-platform $$machine-manylinux_2_36 \
			--python-version $$python --target build/lock/none --requirement $(LOCK) \
			|| exit 1; done; done

clean:
	@rm -rf build $(VENV)

$(VENV)/ready: $(LOCK) pyproject.toml build/run-packages
	@echo "Installing the Python packages of $(LOCK) into $(VENV) (minutes, the first time)" >&2
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
		--require-hashes --requirement $(LOCK) >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
		--no-deps --no-build-isolation --no-index --editable . >&2
	@touch $@

build/run-packages: Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than 3.11: name a newer one, make PYTHON=python3.11" >&2; exit 1; }
	@$(call apt_install,$(RUN_PACKAGES) \
		$(shell $(PYTHON) -c 'import ensurepip' 2>/dev/null || echo python3-venv))
	@mkdir -p build && touch $@

build/test-packages: Makefile
	@$(call apt_install,$(TEST_PACKAGES))
	@mkdir -p build && touch $@

# Installs those of the packages $(1) that are neither installed nor provided by an installed one
# (trixie's libzbar0t64 provides libzbar0).
define apt_install
	{ command -v apt-get >/dev/null || { \
		echo "No apt-get here; please install what matches: $(1)" >&2; exit 0; }; \
	have=" $$(dpkg-query -W -f='$${db:Status-Status} $${Package} $${Provides}\n' \
		| sed -n 's/^installed //p' | tr -s ' ,\n' ' ') "; missing=; \
	for package in $(1); do \
		case "$$have" in *" $$package "*) ;; *) missing="$$missing $$package";; esac; done; \
	[ -n "$$missing" ] || exit 0; \
	echo "Installing the Debian packages$$missing" >&2; \
	[ "$$(id -u)" = 0 ] && sudo= || sudo=sudo; mkdir -p build; \
	{ $$sudo apt-get update; $$sudo env DEBIAN_FRONTEND=noninteractive \
		apt-get -y -o DPkg::Lock::Timeout=300 --no-install-recommends install $$missing; } </dev/null >build/apt.log 2>&1 \
		|| { cat build/apt.log >&2; exit 1; }; }
endef
