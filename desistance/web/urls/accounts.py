"""Signing in and out, one's own account, and pages that need no account. Names that allauth asks for are kept."""

from django.urls import path

from desistance.web.views import accounts, static_pages

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="account_login"),
    path("sign-in/second-step/", accounts.second_step, name="mfa_authenticate"),
    path("sign-in/cannot/", accounts.cannot_sign_in, name="cannot-sign-in"),
    path("sign-in/first/", accounts.first_password, name="first-password"),
    path("sign-in/first/<str:number>/<str:token>/", accounts.first_link, name="first-link"),
    path("sign-out/", accounts.sign_out, name="account_logout"),
    path("account/", accounts.account, name="account"),
    path("account/password/", accounts.change_password, name="change-password"),
    path("account/second-factor/", accounts.second_factor, name="second-factor"),
    path("account/recovery-codes/", accounts.recovery_codes, name="recovery-codes"),
    path("account/sign-out-others/", accounts.sign_out_others, name="sign-out-others"),
    path("account/acceptable-use/", accounts.acceptable_use, name="acceptable-use"),
    path("account/no-role/", accounts.no_role, name="no-role"),
    path("account/kept/", accounts.kept, name="kept"),
    path("acting-for/", accounts.acting_for, name="acting-for"),
    path("accessibility/", static_pages.accessibility, name="accessibility"),
    path("privacy/", static_pages.privacy, name="privacy"),
    path("help/", static_pages.help_page, name="help"),
    path("what-has-changed/", static_pages.what_has_changed, name="what-has-changed"),
]
