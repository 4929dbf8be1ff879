"""What a WSGI server loads."""

from portal.app import create_app
from portal.core.config import Settings

app = create_app(Settings())
