from django.urls import path

from kommun.oidc import utloggning, views

urlpatterns = [
    path("oidc/<slug:provider_id>/login/", views.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", views.callback, name="openid_connect_callback"),
    path("oidc/<slug:provider_id>/utloggad/", utloggning.utloggad, name="openid_connect_logout"),
]
