from django.urls import path

from . import account, notices, views

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", account.sign_in_code, name="sign_in_code"),
    path("password/", account.password, name="password"),
    path("two-factor/", account.two_factor, name="two_factor"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("switch/", views.switch, name="switch"),
    path("lock/", views.lock, name="lock"),
    path("unlock/", views.unlock, name="unlock"),
    path("promise/", views.promise, name="promise"),
    path("language/", views.language, name="language"),
    path("desk/", views.choose_desk, name="choose_desk"),
    path("notices/", notices.told, name="notices"),
    path("notices/<id:pk>/", notices.open_notice, name="open_notice"),
    path("notices/contact/", notices.contact, name="contact"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
]
