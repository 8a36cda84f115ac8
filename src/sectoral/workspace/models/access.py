"""Ways in: links that sign a person in once, tokens for programs, and providers' names for people.

Of links and tokens only digests are kept.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q


class SignInLink(models.Model):
    """A link sent by e-mail that signs one person in, once, for a short time.

    token_digest   SHA-256 of what the link carries: the table gives nobody a way in
    leads_to       the page it opens, one of ours; empty = the person's own table
    letter         the letter that carries it; null = it was taken in hand
    ended_at       it works no more, though nobody used it
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sign_in_links"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    leads_to = models.CharField(max_length=400, blank=True)
    letter = models.ForeignKey(
        "workspace.Message", models.SET_NULL, null=True, blank=True, related_name="links"
    )
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("sent_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")), name="a_link_lasts_a_while"
            ),
        )

    def __str__(self) -> str:
        return f"sign-in link of {self.person}"


class Token(models.Model):
    """A key by which a program acts for one person, within its scopes.

    scopes        some of 'read' and 'write'; never more than the person may
    partnership   where it is bound to one; null = every table of the person's
    """

    SCOPES = ("read", "write")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, help_text="What it is for.")
    token_digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    partnership = models.ForeignKey(
        "workspace.Partnership", models.CASCADE, null=True, blank=True, related_name="tokens"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="a_token_lasts_a_while"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Identity(models.Model):
    """A provider's name for a person, tied to one account by the first sign-in with it.

    issuer     the provider, as it names itself
    subject    whom it means; it gives the name to nobody else
    address    the address that found the account, then
    ended_at   when the state's policy lead untied it, and
    ended_by   who that was
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="identities")
    issuer = models.CharField(max_length=400)
    subject = models.CharField(max_length=255)
    address = models.CharField(max_length=254)
    tied_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "identities"
        ordering = ("tied_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("issuer", "subject"),
                condition=Q(ended_at=None),
                name="one_account_for_whom_a_provider_names",
            ),
            models.UniqueConstraint(
                fields=("issuer", "person"),
                condition=Q(ended_at=None),
                name="one_sign_in_of_a_provider_for_an_account",
            ),
        )

    def __str__(self) -> str:
        return f"sign-in of {self.person} by {self.issuer}"
