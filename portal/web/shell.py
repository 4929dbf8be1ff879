"""What the frame around every page shows: who is signed in, the main menu, theme and language."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString, get_locale, lazy_gettext

from portal.access.actions import Action
from portal.access.actor import VISITOR, Actor
from portal.access.decide import might
from portal.core.text import initials
from portal.models.organization import FIELD_KINDS


@dataclass(frozen=True, slots=True)
class Link:
    label: LazyString
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """`theme` is empty (the device decides), `light` or `dark`."""

    signed_in: bool
    person_name: str
    initials: str
    organization_name: str
    theme: str
    locale: str
    language: str
    direction: str
    demo: bool
    home_href: str
    here_href: str
    account_href: str
    promise_href: str
    public_href: str
    sign_in_href: str
    sign_out_href: str
    theme_href: str
    news_href: str
    news_current: bool
    has_news: bool
    links: list[Link] = field(default_factory=list)


MENU: tuple[tuple[LazyString, str, Action], ...] = (
    (lazy_gettext("Groups"), "groups.list_groups", Action.GROUP_VIEW),
    (lazy_gettext("Insights"), "insights.show_overview", Action.FIGURES_VIEW),
    (lazy_gettext("Library"), "library.show_library", Action.LIBRARY_VIEW),
    (
        lazy_gettext("My contributions"),
        "contributions.list_contributions",
        Action.CONTRIBUTION_VIEW,
    ),
    (lazy_gettext("Suppliers"), "suppliers.list_suppliers", Action.SUPPLIER_VIEW),
    (lazy_gettext("Audits"), "audits.list_audits", Action.AUDIT_VIEW),
    (lazy_gettext("Organization"), "organizations.show_organization", Action.ORGANIZATION_VIEW),
)
GROUP_PAGES = (
    "/groups/",
    "/releases/",
    "/questions/",
    "/threads/",
    "/posts/",
    "/reports/",
    "/candidates/",
)
WORKSPACE_KINDS = {
    Action.CONTRIBUTION_VIEW: frozenset({"member"}) | FIELD_KINDS,
    Action.SUPPLIER_VIEW: frozenset({"member"}),
    Action.AUDIT_VIEW: frozenset({"member"}),
}
"""Pages that only organizations of some kinds have a use for."""


def init_app(app: Flask) -> None:
    @app.context_processor
    def shell() -> dict[str, Shell]:
        return {"shell": _shell(g.get("actor") or VISITOR)}


def _shell(actor: Actor) -> Shell:
    locale = get_locale()
    return Shell(
        signed_in=actor is not VISITOR,
        person_name=actor.name,
        initials=initials(actor.name),
        organization_name=actor.organization_name,
        theme=actor.theme or _theme_of_visitor(),
        locale=str(locale),
        language=locale.display_name or "English",
        direction=locale.text_direction,
        demo=current_app.extensions["portal.context"][0].demo,
        home_href=url_for("groups.list_groups"),
        here_href=_here(),
        account_href=url_for("signin.show_account"),
        promise_href=url_for("signin.show_promise"),
        public_href=url_for("briefings.list_public_insights"),
        sign_in_href=url_for("signin.sign_in"),
        sign_out_href=url_for("signin.sign_out"),
        theme_href=url_for("signin.choose_theme"),
        news_href=url_for("notices.list_notices"),
        news_current=request.blueprint == "notices",
        has_news=bool(g.get("has_news")),
        links=[] if actor is VISITOR else _links(actor),
    )


def _links(actor: Actor) -> list[Link]:
    return [
        Link(label, url_for(endpoint), _is_open(endpoint))
        for label, endpoint, action in MENU
        if endpoint in current_app.view_functions
        and might(actor, action)
        and actor.organization_kind in WORKSPACE_KINDS.get(action, {actor.organization_kind})
    ]


def _here() -> str:
    """The page to come back to: what was posted to may have nothing to read."""
    methods = request.url_rule.methods if request.url_rule else None
    return request.full_path.rstrip("?") if "GET" in (methods or ()) else "/"


def _is_open(endpoint: str) -> bool:
    """Whether the page is of the same feature, or lies below in the address."""
    below = f"{url_for(endpoint)}/"
    if below == "//" or request.path.startswith(GROUP_PAGES):
        return below == "//" and (request.path == "/" or request.path.startswith(GROUP_PAGES))
    return request.blueprint == endpoint.partition(".")[0] or request.path.startswith(below)


def _theme_of_visitor() -> str:
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""
