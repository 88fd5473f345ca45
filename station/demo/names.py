"""Invented Vietnamese names, each part about as frequent as people bear it in Hanoi.

Each table maps a frequency (per cent, roughly) to the parts that are about that frequent.
"""

import random
from collections.abc import Mapping

Frequencies = Mapping[float, str]

FAMILY: Frequencies = {
    38: "Nguyễn",
    11: "Trần",
    9.5: "Lê",
    7: "Phạm",
    4: "Hoàng, Vũ",
    2.2: "Phan, Đặng, Bùi, Đỗ",
    1: "Ngô, Hồ, Dương, Đinh, Trịnh, Đào",
    0.6: "Đoàn, Mai, Lương, Tạ, Phùng, Hà, Cao, Lưu, Chu, Kiều, Trương",
    0.2: "Khuất, Nghiêm, Đàm, Quách, Võ, Huỳnh, Lý, Vương, Tô, La, Thái",
}
WOMENS_MIDDLE: Frequencies = {
    34: "Thị",
    5: "Thị Thu, Thị Hồng, Thị Thanh, Thu, Thanh, Ngọc",
    3: "Thị Minh, Thị Bích, Thị Kim, Thị Ngọc, Thị Phương, Minh, Phương, Hồng, Khánh, Thùy",
    1.5: "Thị Thúy, Thị Mai, Mai, Quỳnh, Diệu, Hải, Bảo, Hoàng, Kiều, Tuyết",
}
MENS_MIDDLE: Frequencies = {
    26: "Văn",
    7: "Đức, Minh, Quang",
    4.5: "Xuân, Hữu, Đình, Mạnh, Anh, Ngọc, Quốc",
    3: "Thanh, Tuấn, Duy, Trọng, Công, Tiến, Việt, Hoàng",
    1.5: "Bá, Thế, Gia, Huy, Viết, Khắc",
}
WOMENS_GIVEN: Frequencies = {
    5: "Hương, Hà, Anh",
    4: "Lan, Hằng, Thủy, Hoa, Linh, Phương, Trang, Huyền",
    3: "Nga, Mai, Thảo, Ngọc, Hạnh, Yến, Hiền, Nhung",
    2: "Loan, Oanh, Tuyết, Dung, Vân, Liên, Bình, Ngân, Quỳnh, Chi, Giang, Tâm, Phượng, Thúy",
    1: "Hường, Nguyệt, Hậu, Châu, Diễm, Xuân, Đào, Thơm, Lụa, Sen",
}
MENS_GIVEN: Frequencies = {
    5: "Hùng, Tuấn, Dũng",
    4: "Minh, Nam, Anh, Hải, Cường, Sơn, Thắng, Đức",
    3: "Hưng, Long, Trung, Thành, Tùng, Kiên, Quân, Hiếu, Huy, Bình",
    2: "Hòa, Phong, Khánh, Lâm, Vinh, Toàn, Đạt, Việt, Dương, Thịnh, Phúc, Mạnh, Tiến",
    1: "Giang, Quyết, Chiến, Khoa, Bảo, Tâm, Lộc, Ước, Thưởng, Nghĩa",
}
NO_MIDDLE_SHARE = 0.03
ETHNIC_SHARE = 0.02
"""About one resident in fifty bears a name of another shape, so that every run meets some."""

WOMENS_ETHNIC = (
    "H'Blơm Niê Kđăm",
    "H'Yar Mlô",
    "Rơ Châm H'Phiơ",
    "Giàng Thị Súa",
    "Vàng Thị Xé",
    "Lò Thị Ưng",
    "Chảo Mùi Pham",
)
MENS_ETHNIC = (
    "Y Bhăm Êban",
    "Y Thuin Ayŭn",
    "Ksor Đưm",
    "Sùng A Pó",
    "Giàng A Chống",
    "Lò Văn Ĩnh",
    "Tẩn Láo Sử",
)


def woman(rng: random.Random) -> str:
    """A woman's full name, family name first, in NFC."""
    if rng.random() < ETHNIC_SHARE:
        return rng.choice(WOMENS_ETHNIC)
    return _joined(rng, WOMENS_MIDDLE, WOMENS_GIVEN)


def man(rng: random.Random) -> str:
    """A man's full name, family name first, in NFC."""
    if rng.random() < ETHNIC_SHARE:
        return rng.choice(MENS_ETHNIC)
    return _joined(rng, MENS_MIDDLE, MENS_GIVEN)


def _joined(rng: random.Random, middle: Frequencies, given: Frequencies) -> str:
    parts = [_one_of(rng, FAMILY), _one_of(rng, middle), _one_of(rng, given)]
    if rng.random() < NO_MIDDLE_SHARE:
        parts.pop(1)
    return " ".join(parts)


def _one_of(rng: random.Random, frequencies: Frequencies) -> str:
    weighted = [(part, share) for share, parts in frequencies.items() for part in parts.split(", ")]
    parts, shares = zip(*weighted, strict=True)
    return str(rng.choices(parts, weights=shares)[0])
