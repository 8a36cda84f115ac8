"""What the database refuses of accounts and their ways in."""

from sectoral.workspace.triggers.trigger import Trigger, any_changed

ACCOUNTS = (
    Trigger(
        "identity_keeps_its_account",
        "workspace_identity",
        "UPDATE",
        any_changed("person_id", "issuer", "subject", "address", "tied_at")
        + " OR OLD.ended_at IS NOT NULL",
        "a provider's sign-in stays tied to the account it opened first; untie it, and it is "
        "tied anew",
    ),
    Trigger(
        "identity_never_goes",
        "workspace_identity",
        "DELETE",
        "TRUE",
        "which sign-in was tied to an account is never removed",
    ),
)
