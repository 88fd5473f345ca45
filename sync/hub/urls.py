"""The addresses of the pages. None holds a word about a resident."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path, register_converter
from django.views.i18n import set_language

from sync.hub.pages import views
from sync.hub.pages.days import DayConverter

register_converter(DayConverter, "day")

urlpatterns = [
    path("", views.home, name="home"),
    path(
        "sign-in",
        LoginView.as_view(template_name="hub/sign_in.html", redirect_authenticated_user=True),
        name="sign-in",
    ),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", set_language, name="set_language"),
    path("sites/<str:site>/log", views.today, name="today"),
    path("sites/<str:site>/log/<day:day>", views.log, name="log"),
    path("sites/<str:site>/log/<day:day>.csv", views.log_csv, name="log-csv"),
]
