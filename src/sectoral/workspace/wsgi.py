"""The door by which a web server calls the workspace."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")
application = get_wsgi_application()
