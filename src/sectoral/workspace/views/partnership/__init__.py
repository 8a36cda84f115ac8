"""The pages of a partnership: what a person sees depends on what the person is there, now."""
