from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.features.signin import queries, service
from portal.features.signin.forms import SignInForm
from portal.models import SignIn
from portal.web import resume, signin
from portal.web.area import Area
from portal.web.context import Context

area = Area("signin", __name__)
THEMES = ("", "light", "dark")


@area.open("/sign-in")
def sign_in(ctx: Context) -> ResponseReturnValue:
    form = SignInForm()
    carried = resume.from_sign_in() if request.method == "POST" else None
    shown = {"form": form, "carried": carried, "next": resume.local(request.values.get("next"))}
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("signin/sign_in.html", **shown), status
    token = service.prove(ctx.session, form.credentials(), ctx.settings)
    if token is None:
        form.password.errors = [
            gettext("E-mail and password do not match, or there were too many tries. Wait a little.")
        ]
        # 200, so that the transaction keeps the failed try for the throttle.
        return render_template("signin/sign_in.html", **shown)
    signin.begin(token)
    if carried is not None:
        return render_template("layout/resume.html", carried=carried)
    return redirect(resume.local(request.form.get("next")), 303)


@area.submit("/sign-out", Action.ACCOUNT_VIEW)
def sign_out(ctx: Context) -> ResponseReturnValue:
    ctx.within(SignIn)
    service.leave(ctx.session)
    signin.end()
    response = make_response(redirect(url_for(".sign_in"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@area.page("/account/sessions", Action.ACCOUNT_VIEW)
def list_sessions(ctx: Context) -> ResponseReturnValue:
    sessions = queries.sessions(ctx.session, ctx.within(SignIn))
    return render_template("signin/list_sessions.html", ctx=ctx, sessions=sessions)


@area.submit("/account/sessions/<uuid:session_id>/end", Action.ACCOUNT_CHANGE)
def end_session(ctx: Context, session_id: UUID) -> ResponseReturnValue:
    service.end_session(ctx.session, ctx.actor, ctx.fetch(SignIn, session_id))
    if session_id == ctx.actor.session_id:
        signin.end()
        return redirect(url_for(".sign_in"), 303)
    flash(gettext("That session has ended."))
    return redirect(url_for(".list_sessions"), 303)


@area.submit("/account/theme", Action.ACCOUNT_CHANGE)
def choose_theme(ctx: Context) -> ResponseReturnValue:
    theme = request.form.get("theme", "")
    chosen = theme if theme in THEMES else ""
    assert ctx.actor.session_id is not None
    service.choose_theme(ctx.session, ctx.actor, ctx.fetch(SignIn, ctx.actor.session_id), chosen)
    response = make_response(redirect(resume.local(request.form.get("next")), 303))
    response.set_cookie("theme", chosen, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response


@area.open("/promise")
def show_promise(_ctx: Context) -> ResponseReturnValue:
    return render_template("signin/show_promise.html")
