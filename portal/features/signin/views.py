from uuid import UUID

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.access.actions import Action
from portal.access.actor import VISITOR
from portal.features.signin import queries, service
from portal.features.signin.forms import NameForm, PasswordForm, SignInForm
from portal.models import SignIn
from portal.web import resume, signin
from portal.web.area import Area
from portal.web.context import Context

area = Area("signin", __name__)
THEMES = ("", "light", "dark")
YEAR = 365 * 24 * 3600


@area.open("/sign-in")
def sign_in(ctx: Context) -> ResponseReturnValue:
    carried = resume.from_sign_in() if request.method == "POST" else None
    onward = resume.local(request.values.get("next"))
    tried = "email" in request.form
    if ctx.actor is not VISITOR and not tried:
        return _go_on(carried, onward)
    # A late form arrives without the fields of this one: nothing was entered wrongly yet.
    form = SignInForm() if tried else SignInForm(formdata=None)
    demo = queries.demo_accounts(ctx.settings.home) if ctx.settings.demo else []
    shown = {"form": form, "carried": carried, "next": onward, "demo_accounts": demo}
    if not tried or not form.validate():
        return render_template("signin/sign_in.html", **shown), 422 if tried else 200
    token = service.prove(ctx.session, form.credentials(), ctx.settings)
    if token is None:
        form.password.errors = [
            gettext(
                "E-mail and password do not match, or there were too many tries. Wait a little."
            )
        ]
        # 200, so that the transaction keeps the failed try for the throttle.
        return render_template("signin/sign_in.html", **shown)
    service.leave(ctx.session)
    signin.begin(token)
    return _go_on(carried, onward)


def _go_on(carried: resume.Carried | None, onward: str) -> ResponseReturnValue:
    if carried is not None:
        return render_template("layout/resume.html", carried=carried)
    return redirect(onward, 303)


@area.open("/sign-out")
def sign_out(ctx: Context) -> ResponseReturnValue:
    """Open, because the session may have ended by itself before one leaves."""
    if request.method == "GET":
        return redirect(url_for(".sign_in"), 303)
    service.leave(ctx.session)
    signin.end()
    flash(gettext("You are signed out."), "success")
    response = make_response(redirect(url_for(".sign_in"), 303))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@area.page("/account", Action.ACCOUNT_VIEW)
def show_account(ctx: Context) -> ResponseReturnValue:
    _own_session(ctx)
    email = queries.email_of(ctx.session, ctx.actor.person_id)
    return render_template("signin/show_account.html", ctx=ctx, email=email)


@area.form("/account/name", Action.ACCOUNT_CHANGE)
def change_name(ctx: Context) -> ResponseReturnValue:
    own = _own_session(ctx)
    form = NameForm(data={"name": ctx.actor.name})
    if form.validate_on_submit():
        service.change_name(ctx.session, ctx.actor, own, form.name.data)
        flash(gettext("Your name is changed."), "success")
        return redirect(url_for(".show_account"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("signin/change_name.html", ctx=ctx, form=form), status


@area.form("/account/password", Action.ACCOUNT_CHANGE)
def change_password(ctx: Context) -> ResponseReturnValue:
    own = _own_session(ctx)
    form = PasswordForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("signin/change_password.html", ctx=ctx, form=form), status
    new = form.new_password()
    if not service.change_password(ctx.session, ctx.actor, own, new, ctx.settings):
        form.old.errors = [gettext("This is not it, or there were too many tries. Wait a little.")]
        # 200, so that the transaction keeps the failed try for the throttle.
        return render_template("signin/change_password.html", ctx=ctx, form=form)
    flash(gettext("Your password is changed. Your other sessions have ended."), "success")
    return redirect(url_for(".show_account"), 303)


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
    flash(gettext("That session has ended."), "success")
    return redirect(url_for(".list_sessions"), 303)


@area.submit("/account/theme", Action.ACCOUNT_CHANGE)
def choose_theme(ctx: Context) -> ResponseReturnValue:
    theme = request.form.get("theme", "")
    chosen = theme if theme in THEMES else ""
    service.choose_theme(ctx.session, ctx.actor, _own_session(ctx), chosen)
    response = make_response(redirect(resume.local(request.form.get("next")), 303))
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie("theme", chosen, max_age=YEAR, secure=secure, samesite="Lax", httponly=True)
    return response


@area.open("/promise")
def show_promise(_ctx: Context) -> ResponseReturnValue:
    return render_template("signin/show_promise.html")


def _own_session(ctx: Context) -> SignIn:
    assert ctx.actor.session_id is not None
    return ctx.fetch(SignIn, ctx.actor.session_id)
