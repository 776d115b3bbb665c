"""The application as gunicorn takes it: settings from the environment, nothing else."""

from service.app import create_app
from service.settings import from_environment

application = create_app(from_environment())
