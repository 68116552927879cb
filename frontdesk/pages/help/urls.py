from django.urls import path

from . import views

app_name = "help"
urlpatterns = [
    path("", views.topics, name="topics"),
    path("<slug:slug>/", views.topic, name="topic"),
]
