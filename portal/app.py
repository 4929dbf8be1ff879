"""Put the portal together: the one place that knows every area, error page and filter."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_babel import Babel
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined

from portal.access import table
from portal.access.actions import Action
from portal.core import keys as key_file
from portal.core import logs
from portal.core.config import Settings
from portal.db import embedded
from portal.db.roles import DatabaseRole, url_for
from portal.db.session import Database
from portal.features.attachments.views import area as attachments_area
from portal.features.audit_imports.views import area as audit_imports_area
from portal.features.audits.views import area as audits_area
from portal.features.briefings.views import area as briefings_area
from portal.features.contributions.views import area as contributions_area
from portal.features.corrective_actions.views import area as corrective_actions_area
from portal.features.counter_signals.views import area as counter_signals_area
from portal.features.demo.views import area as demo_area
from portal.features.groups.views import area as groups_area
from portal.features.history.views import area as history_area
from portal.features.insight_releases.views import area as insight_releases_area
from portal.features.insights.views import area as insights_area
from portal.features.library.views import area as library_area
from portal.features.listed_goods.views import area as listed_goods_area
from portal.features.moderation.views import area as moderation_area
from portal.features.notices.views import area as notices_area
from portal.features.organizations.views import area as organizations_area
from portal.features.own_figures.views import area as own_figures_area
from portal.features.printouts.views import area as printouts_area
from portal.features.questions.views import area as questions_area
from portal.features.releases.views import area as releases_area
from portal.features.review.views import area as review_area
from portal.features.saved_views.views import area as saved_views_area
from portal.features.sightings.views import area as sightings_area
from portal.features.signin.views import area as signin_area
from portal.features.submissions.views import area as submissions_area
from portal.features.suppliers.views import area as suppliers_area
from portal.features.threads.views import area as threads_area
from portal.web import assets, errors, filters, headers, health, shell, signin
from portal.web.area import Area
from portal.web.icons import icon

ROOT = Path(__file__).parents[1]
AREAS: tuple[Area, ...] = (
    attachments_area,
    audit_imports_area,
    audits_area,
    briefings_area,
    contributions_area,
    corrective_actions_area,
    counter_signals_area,
    groups_area,
    history_area,
    insight_releases_area,
    insights_area,
    library_area,
    listed_goods_area,
    notices_area,
    organizations_area,
    own_figures_area,
    printouts_area,
    questions_area,
    releases_area,
    review_area,
    saved_views_area,
    sightings_area,
    signin_area,
    submissions_area,
    suppliers_area,
    threads_area,
    moderation_area,
)
DEMO_AREAS: tuple[Area, ...] = (demo_area,)


def create_app(settings: Settings) -> Flask:
    """The web application; raises `core.keys.MissingKeys` outside demo mode on default keys."""
    keys = key_file.load(settings.keys_file, demo=settings.mode != "production")
    if settings.mode == "production":
        key_file.refuse_defaults(keys)
    logs.set_up()
    app = Flask(__name__, template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config.update(
        SECRET_KEY=keys.derive("cookie"),
        SESSION_COOKIE_NAME="portal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies and settings.mode == "production",
        PERMANENT_SESSION_LIFETIME=timedelta(seconds=settings.session_absolute),
        MAX_CONTENT_LENGTH=settings.upload_bytes,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    web_url = url_for(base_url(settings), DatabaseRole.WEB, settings.database_password_dir)
    app.extensions["portal.database"] = Database(web_url, keys)
    app.extensions["portal.context"] = (settings, keys)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(Action=Action, csrf_token=generate_csrf, icon=icon)
    Babel(app)
    for part in (assets, errors, filters, health, shell, signin):
        part.init_app(app)
    headers.init_app(app, secure=settings.mode == "production")
    for area in AREAS + (DEMO_AREAS if settings.mode != "production" else ()):
        app.register_blueprint(area)
    return app


def permission_table() -> str:
    """Every address, its action, and how far each role reaches, as text."""
    app = create_app(Settings(mode="development", database_url="postgresql://"))
    actions = {name: action for area in AREAS for name, action in area.actions.items()}
    return table.rendered(app.url_map.iter_rules(), actions)


def base_url(settings: Settings) -> str:
    """The database that is named, or the embedded one under `home`."""
    if settings.database_url:
        return settings.database_url
    return embedded.create_database(embedded.start(settings.home), "portal")
