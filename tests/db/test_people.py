import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from tests.world import World


def test_the_database_lets_only_administrators_change_a_role(world: World) -> None:
    change = text("update people set role = 'admin' where id = :id returning id")
    own = {"id": world.people["reader@alfa"].id}

    with (
        pytest.raises(ProgrammingError, match="only an administrator"),
        world.transaction("reader@alfa", write=True) as session,
    ):
        session.execute(change, own)
    with world.transaction("reader@alfa", write=True) as session:
        others = {"id": world.people["writer@alfa"].id}
        assert session.execute(change, others).all() == []
    with world.transaction("admin@alfa", write=True) as session:
        assert len(session.execute(change, own).all()) == 1
