"""The door by which a web server calls the workspace."""

import os

from django.core.wsgi import get_wsgi_application

from sectoral.workspace.environment.home import OWNER_ALONE

os.umask(OWNER_ALONE)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sectoral.workspace.settings")
application = get_wsgi_application()
