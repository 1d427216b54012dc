package dev.parley.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.kernel.RandomId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every store of sessions promises; a write may take a moment to be seen. */
public abstract class SessionStoreContractTest {
  private final Session first =
      new Session(
          "/chat",
          RandomId.next(),
          1,
          "socket",
          "anna",
          "phone",
          new SessionStart(new Position(7, 3), "node", 41),
          Set.of("room", "user:anna"),
          Map.of("lang", "vi"));

  /** A fresh store. */
  protected abstract SessionStore store();

  /** Lets the recovery window go by. */
  protected abstract void passWindow();

  @Test
  public void aClaimFindsWhatWasSavedLastAndRaisesTheGeneration() {
    SessionStore store = store();
    store.save(first);
    store.save(with(first, 1, Set.of("other")));

    Session claimed = claimed(store, 1, Set.of("other"));

    assertThat(claimed).isEqualTo(with(first, 2, Set.of("other")));
  }

  @Test
  public void anotherUserOrPidOrNamespaceFindsNothingAndSpoilsNothing() {
    SessionStore store = store();
    store.save(first);

    assertThat(store.claim("/chat", first.pid(), "berta")).isEmpty();
    assertThat(store.claim("/", first.pid(), "anna")).isEmpty();
    assertThat(store.claim("/chat", RandomId.next(), "anna")).isEmpty();
    assertThat(claimed(store, 1, first.rooms()).generation()).isEqualTo(2);
  }

  @Test
  public void aFormerHoldersWritesChangeNothing() {
    SessionStore store = store();
    store.save(first);
    claimed(store, 1, first.rooms());

    store.save(with(first, 1, Set.of("late")));
    store.suspend(with(first, 1, Set.of("later")));
    store.end(first);

    assertThat(store.claim("/chat", first.pid(), "anna")).contains(with(first, 3, first.rooms()));
  }

  @Test
  public void aSuspendedSessionIsKeptForTheWindowAndNoLonger() {
    SessionStore store = store();
    store.save(first);
    store.suspend(first);
    Session claimed = claimed(store, 1, first.rooms());
    store.suspend(claimed);

    passWindow();

    await().until(() -> store.claim("/chat", first.pid(), "anna").isEmpty());
  }

  @Test
  public void aSessionThatWasTakenUpAgainOutlivesTheWindow() {
    SessionStore store = store();
    store.save(first);
    store.suspend(first);
    Session claimed = claimed(store, 1, first.rooms());
    store.save(claimed);

    passWindow();
    store.save(claimed);

    assertThat(claimed(store, 2, first.rooms()).generation()).isEqualTo(3);
  }

  @Test
  public void anEndedSessionIsGone() {
    SessionStore store = store();
    store.save(first);
    store.end(first);

    await().until(() -> store.claim("/chat", first.pid(), "anna").isEmpty());
  }

  /** Claims once the write is there; a claim that comes too early finds older rooms, or nothing. */
  private Session claimed(SessionStore store, long generation, Set<String> rooms) {
    Optional<Session> claimed =
        await()
            .until(
                () -> store.claim(first.namespace(), first.pid(), first.userId()),
                Optional::isPresent);
    assertThat(claimed.orElseThrow()).isEqualTo(with(first, generation + 1, rooms));
    return claimed.orElseThrow();
  }

  private static Session with(Session session, long generation, Set<String> rooms) {
    return session.raisedTo(generation).with(rooms, session.data());
  }
}
