"""The pages that a state and conveners keep: organizations, people, checklists, who convenes."""
