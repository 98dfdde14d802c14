from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("register/", admin.site.urls), path("konto/", include("allauth.urls"))]
