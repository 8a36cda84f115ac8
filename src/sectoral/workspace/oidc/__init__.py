"""Sign-in by an agency's OpenID Connect provider, as far as allauth leaves it to us.

    exchange   what is asked of a provider: only of its own addresses, within a time and a size
    keys       the keys that it signs with, kept for minutes, read anew when they change
    tokens     the ID token: its signature and every claim
    flow       allauth's way out and back, with all of the above in their places
    faults     what can be wrong, each in a sentence for the page

allauth keeps the state of a sign-in, sends PKCE and signs the person in. It trusts the token's
way of coming and reads no signature; it knows no nonce and no `iss` beside the code. That is here.
"""
