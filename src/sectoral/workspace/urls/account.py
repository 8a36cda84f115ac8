"""Addresses of the ways in and of a person's own account."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, re_path

from sectoral.workspace.views.account.account import account_page, change_name, sign_out_everywhere
from sectoral.workspace.views.account.confirm import confirm_page
from sectoral.workspace.views.account.demo import demo_page
from sectoral.workspace.views.account.hand_over import invitation_link, person_link
from sectoral.workspace.views.account.invited import invited_page
from sectoral.workspace.views.account.leave import leave_page, left_page
from sectoral.workspace.views.account.link import link_page
from sectoral.workspace.views.account.provider import return_from_provider, send_to_provider
from sectoral.workspace.views.account.recent_proof import require_recent_proof
from sectoral.workspace.views.account.second_factor import set_up
from sectoral.workspace.views.account.sent import link_sent_page, send_sign_in_link
from sectoral.workspace.views.account.sign_in import sign_in
from sectoral.workspace.views.account.sign_out import sign_out
from sectoral.workspace.views.account.tokens import end_own_token, tokens_page


def _sign_in(_request: HttpRequest) -> HttpResponse:
    return redirect("account_login")


def _redirect_to_account(_request: HttpRequest) -> HttpResponse:
    return redirect("account")


_TOKEN = r"(?P<token>[\w-]{20,100})"  # noqa: S105  (a pattern)

urlpatterns = [
    path("account/", account_page, name="account"),
    path("account/sign-in/", sign_in, name="account_login"),
    path("account/sign-out/", sign_out, name="account_logout"),
    path("account/sign-out-everywhere/", sign_out_everywhere, name="sign_out_everywhere"),
    path("account/name/", change_name, name="rename"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    path("account/link/", send_sign_in_link, name="send_link"),
    path("account/link/sent/", link_sent_page, name="link_sent"),
    re_path(rf"^account/link/{_TOKEN}/$", link_page, name="link"),
    re_path(rf"^invited/{_TOKEN}/$", invited_page, name="invited"),
    path("people/<int:pk>/link/", person_link, name="person_link"),
    path("invitations/<int:pk>/link/", invitation_link, name="invitation_link"),
    path("account/confirm/", confirm_page, name="confirm"),
    path(
        "account/password/",
        require_recent_proof(account.password_change),
        name="account_change_password",
    ),
    path(
        "account/password/set/",
        require_recent_proof(account.password_set),
        name="account_set_password",
    ),
    path("account/second-factor/", require_recent_proof(set_up), name="mfa_activate_totp"),
    path(
        "account/second-factor/off/",
        require_recent_proof(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path("account/second-factor/code/", factor.authenticate, name="mfa_authenticate"),
    path(
        "account/recovery-codes/",
        require_recent_proof(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/recovery-codes/new/",
        require_recent_proof(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("account/tokens/", tokens_page, name="tokens"),
    path("account/tokens/<int:pk>/end/", end_own_token, name="end_token"),
    path("account/leave/<int:pk>/", leave_page, name="leave"),
    path("account/left/", left_page, name="left"),
    path(
        "account/provider/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"
    ),
    path("account/provider/error/", social.login_error, name="socialaccount_login_error"),
    path("account/oidc/<str:provider_id>/", send_to_provider, name="openid_connect_login"),
    path(
        "account/oidc/<str:provider_id>/back/", return_from_provider, name="openid_connect_callback"
    ),
    path("demo/", demo_page, name="demo"),
    # allauth asks for these addresses by name. Accounts come by invitation only, and a forgotten
    # password is no more than a link away.
    path("account/join/", _sign_in, name="account_signup"),
    path("account/forgotten/", _sign_in, name="account_reset_password"),
    path("account/ways/", _redirect_to_account, name="mfa_index"),
    path("account/again/", confirm_page, name="account_reauthenticate"),
    path("account/again/code/", confirm_page, name="mfa_reauthenticate"),
]
