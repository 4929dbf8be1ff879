"""The floor: a bare Flask + SQLAlchemy Core page under the same row-level security.

It does what no such page can leave out: read the cookie, bind the transaction, load the user,
select 25 releases, render them and the filters' choices with the portal's own macros, as any page
does that keeps nothing. The frame around it is fixed text. No policy, layout or translation.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from flask import Flask, abort, render_template, session
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import Engine, create_engine, select, text

from portal.models import Person, Release
from portal.web.icons import icon

TEMPLATE: Final = """{% from "layout/feed.html" import item, filter_select %}
{%- from "layout/parts.html" import meta_item, status, tlp -%}
<!doctype html><html lang="en"><head><title>Feed</title></head><body>
<header><a href="/">Common Ground</a><p>{{ user.name }}</p></header><main><h1>Feed</h1>
<form>{% for name, options in choices.items() %}
{{ filter_select(name, name, options, "Any") }}{% endfor %}</form>
<ul class="feed">{% for r in releases %}
{% call item(r.kind, url_for("release", release_id=r.id), r.title,
             r.kind ~ " " ~ tlp(r.tlp) ~ " " ~ status(r.status, "ok"), r.narrative[:280]) %}
{{ meta_item("geo-alt", r.facets.place) }}{% for i in r.indicators %}{{ meta_item("tag", i) }}
{% endfor %}{{ meta_item("calendar-range", r.facets.period) }}<span>{{ r.released_on }}</span>
{% endcall %}{% endfor %}</ul></main><footer>{{ frame }}</footer></body></html>"""
BIND: Final = text("select set_config('portal.session', :token, true)")
USER: Final = select(Person.id, Person.name, Person.organization_id).where(
    Person.id == text("guard.current_person()")
)
PLAIN: Final = (
    *(Release.id, Release.released_on, Release.kind, Release.tlp, Release.title, Release.narrative),
    *(Release.facets, Release.indicators, Release.status, Release.withdrawn),
)
Choices = dict[str, list[dict[str, object]]]


def floor(
    web_url: str, like: Flask, group_id: UUID, choices: Choices, frame: int
) -> tuple[Flask, Engine]:
    """The bare application; `frame` is how many bytes of fixed text make its page as long."""
    app = Flask("floor")
    for name in ("SECRET_KEY", "SESSION_COOKIE_NAME"):
        app.config[name] = like.config[name]
    layout = like.jinja_loader
    assert layout is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader({"floor.html": TEMPLATE}), layout])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(icon=icon, _=str)
    engine = create_engine(web_url, pool_pre_ping=True)
    text_of_frame = "x" * max(0, frame)
    newest = (
        select(*PLAIN)
        .where(Release.group_id == group_id)
        .order_by(Release.released_on.desc(), Release.position.desc())
        .limit(25)
    )

    @app.get("/releases/<uuid:release_id>")
    def release(release_id: UUID) -> str:
        return str(release_id)

    @app.get("/")
    def feed() -> str:
        with engine.begin() as connection:
            connection.execute(BIND, {"token": session.get("_user_id", "")})
            user = connection.execute(USER).one_or_none()
            if user is None:
                abort(404)
            releases = connection.execute(newest).all()
        return render_template(
            "floor.html", user=user, releases=releases, choices=choices, frame=text_of_frame
        )

    return app, engine
