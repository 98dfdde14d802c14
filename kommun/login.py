from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator, for a person in the register."""

    def is_open_for_signup(self, request):
        return False
