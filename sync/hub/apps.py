"""The hub as Django knows it."""

from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "sync.hub"
    label = "hub"
    verbose_name = "Trạm"
