package dev.parley.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.faults.Finding.Kind;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private final Play play = new Play();

  @Test
  void aRunInWhichEverythingCameOnceAndInOrderIsClean() {
    play.in("a", "b", "c");
    play.said("a", "a1", 1, "a", "b", "c").said("b", "b1", 2, "c", "b", "a");
    play.said("a", "a2", 3, "a", "b", "c");
    Verdict verdict = play.verdict();
    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.acked()).isEqualTo(3);
    assertThat(verdict.receipts()).isEqualTo(9);
  }

  @Test
  void anAckedMessageThatAMemberNeverGotIsLost() {
    play.in("a", "b", "c").said("a", "a1", 1, "a", "b");
    assertOnly(Kind.LOST, "c", "a1");
  }

  @Test
  void theSenderItselfIsAMember() {
    play.in("a", "b").said("a", "a1", 1, "b");
    assertOnly(Kind.LOST, "a", "a1");
  }

  @Test
  void aMessageWithoutAnAckIsNotOwed() {
    play.in("a", "b").sends("a", "a1").gets("b", "a1", 1);
    assertThat(play.verdict().findings()).isEmpty();
  }

  @Test
  void aMessageFromBeforeAClientCameIsNotOwed() {
    play.in("a").said("a", "a1", 1, "a").in("b").said("a", "a2", 2, "a", "b");
    assertThat(play.verdict().findings()).isEmpty();
  }

  @Test
  void aRecoveredClientIsOwedWhatItMissed() {
    play.in("a", "b").gone("b").said("a", "a1", 1, "a").recovered("b");
    assertOnly(Kind.LOST, "b", "a1");
  }

  @Test
  void aRecoveredClientThatGotWhatItMissedIsFine() {
    play.in("a", "b").said("a", "a1", 1, "a", "b").gone("b").said("a", "a2", 2, "a");
    play.recovered("b").gets("b", "a2", 2).said("a", "a3", 3, "a", "b");
    assertThat(play.verdict().findings()).isEmpty();
  }

  /** A node that had no store sends again what it may have sent; clients tell by the id. */
  @Test
  void whatWasPendingMayComeAgainAndIsInOrderByItsFirst() {
    play.in("a", "b").sends("a", "a1").pending("a", "a1").gets("b", "a1", 0).gets("a", "a1", 0);
    play.sends("a", "a2").pending("a", "a2").gets("b", "a2", 0).gets("a", "a2", 0);
    play.gone("b").recovered("b").gets("b", "a1", 1).gets("b", "a2", 2);
    assertThat(play.verdict().findings()).isEmpty();
  }

  @Test
  void aRecoveryThatRepeatsIsFound() {
    play.in("a", "b").said("a", "a1", 1, "a", "b").gone("b").recovered("b").gets("b", "a1", 1);
    assertOnly(Kind.REPEATED, "b", "a1");
  }

  @Test
  void aLostSessionIsFoundUnlessTheTermsAllowIt() {
    play.in("a", "b").gone("b").said("a", "a1", 1, "a").in("b").said("a", "a2", 2, "a", "b");
    assertOnly(Kind.SESSION_LOST, "b", "b#2");
    assertThat(play.verdict(Terms.STRICT.withLostSessions()).findings()).isEmpty();
  }

  @Test
  void aLostSessionIsStillOwedWhatLayBeforeWhatCame() {
    play.in("a", "b").said("a", "a1", 1, "a").said("a", "a2", 2, "a", "b").gone("b").in("b");
    Verdict verdict = play.verdict(Terms.STRICT.withLostSessions());
    assertThat(verdict.count(Kind.LOST)).isEqualTo(1);
  }

  @Test
  void aClientThatCaughtUpIsOwedWhatItMissed() {
    play.in("a", "b").gone("b").said("a", "a1", 1, "a").said("a", "a2", 2, "a").in("b");
    play.fetches("b", "a2", 2).caughtUp("b").said("a", "a3", 3, "a", "b");
    Verdict verdict = play.verdict(Terms.STRICT.withLostSessions());
    assertThat(verdict.findings())
        .extracting(Finding::kind, Finding::message)
        .contains(tuple(Kind.LOST, "a1"));
  }

  @Test
  void aClientThatCaughtUpWithAllIsFine() {
    play.in("a", "b").said("a", "a0", 1, "a", "b").gone("b").said("a", "a1", 2, "a").in("b");
    play.fetches("b", "a0", 1).fetches("b", "a1", 2).caughtUp("b").said("a", "a3", 3, "a", "b");
    assertThat(play.verdict(Terms.STRICT.withLostSessions()).findings()).isEmpty();
  }

  @Test
  void whoLeftForGoodMayMissTheEnd() {
    play.in("a", "b").said("a", "a1", 1, "a", "b").said("a", "a2", 2, "a").gone("b");
    assertThat(play.verdict().findings()).isEmpty();
  }

  @Test
  void theSameMessageTwiceIsRepeated() {
    play.in("a", "b").said("a", "a1", 1, "a", "b", "b");
    assertOnly(Kind.REPEATED, "b", "a1");
  }

  @Test
  void aRetryThatBecameASecondMessageIsDoubled() {
    play.in("a", "b").sends("a", "a1").gone("a").recovered("a").sends("a", "a1");
    play.getsAs("b", "a", "a1", "one", 1, false).getsAs("b", "a", "a1", "two", 2, false);
    play.getsAs("a", "a", "a1", "one", 1, false).getsAs("a", "a", "a1", "two", 2, false);
    play.ackedAs("a", "a1", "two", 2);
    assertThat(play.verdict().count(Kind.DOUBLED)).isEqualTo(1);
  }

  @Test
  void anAckThatNamesAnotherMessageIsDoubled() {
    play.in("a").sends("a", "a1").gets("a", "a1", 1).ackedAs("a", "a1", "other", 1);
    assertThat(play.verdict().count(Kind.DOUBLED)).isEqualTo(1);
  }

  @Test
  void aRetryThatStayedOneMessageIsFine() {
    play.in("a", "b").sends("a", "a1").sends("a", "a1").gets("a", "a1", 1).gets("b", "a1", 1);
    play.acked("a", "a1", 1);
    assertThat(play.verdict().findings()).isEmpty();
  }

  @Test
  void aSendersOrderHoldsOnOneConnection() {
    play.in("a", "b").sends("a", "a1").sends("a", "a2").acked("a", "a1", 2).acked("a", "a2", 1);
    play.gets("a", "a2", 1).gets("a", "a1", 2).gets("b", "a2", 1).gets("b", "a1", 2);
    assertThat(play.verdict().count(Kind.REORDERED)).isEqualTo(2);
  }

  @Test
  void aSendersOrderHoldsFromAckToSend() {
    play.in("a", "b").sends("a", "a1").sends("a", "a1").acked("a", "a1", 2);
    play.gone("a").recovered("a").said("a", "a2", 1, "a", "b").gets("a", "a1", 2);
    play.gets("b", "a1", 2);
    assertThat(play.verdict().count(Kind.REORDERED)).isEqualTo(2);
  }

  @Test
  void aRetriedMessageMayFallBehindOneThatWasNotAwaited() {
    play.in("a", "b").sends("a", "a1").sends("a", "a2").sends("a", "a1");
    play.acked("a", "a2", 1).acked("a", "a1", 2);
    play.gets("a", "a2", 1).gets("a", "a1", 2).gets("b", "a2", 1).gets("b", "a1", 2);
    assertThat(play.verdict().findings()).isEmpty();
  }

  @Test
  void twoReceiversSeeOneOrder() {
    direct("a", "b", "c").connected("c2", "c", "/", false);
    play.sendsTo("a", "a1", "c").acked("a", "a1", 0).sendsTo("b", "b1", "c").acked("b", "b1", 0);
    play.gets("c", "a1", 0).gets("c", "b1", 0).gets("c2", "b1", 0).gets("c2", "a1", 0);
    assertThat(play.verdict().count(Kind.REORDERED)).isEqualTo(1);
  }

  @Test
  void aNumberThatFallsIsReordered() {
    play.in("a", "b").sends("a", "a1").sends("b", "b1").acked("a", "a1", 2).acked("b", "b1", 1);
    play.gets("a", "a1", 2).gets("a", "b1", 1).gets("b", "a1", 2).gets("b", "b1", 1);
    assertThat(play.verdict().count(Kind.REORDERED)).isEqualTo(2);
  }

  @Test
  void aNumberThatNeverCameIsAGapEvenWithoutAnAck() {
    play.in("a", "b").said("a", "a1", 1, "a", "b").sends("a", "a2").gets("a", "a2", 2);
    play.said("a", "a3", 3, "a", "b");
    assertOnly(Kind.GAP, "b", "a2");
  }

  @Test
  void aNumberThatNobodyEverSawIsAGap() {
    play.in("a").said("a", "a1", 1, "a").said("a", "a2", 3, "a");
    assertOnly(Kind.GAP, "-", "/global-chat");
  }

  @Test
  void oneNumberForTwoMessagesIsFound() {
    play.in("a").said("a", "a1", 1, "a").said("a", "a2", 1, "a");
    assertOnly(Kind.MISNUMBERED, "-", "a2");
  }

  @Test
  void twoNumbersForOneMessageAreFound() {
    play.in("a", "b").sends("a", "a1").acked("a", "a1", 1).gets("a", "a1", 1).gets("b", "a1", 2);
    assertOnly(Kind.MISNUMBERED, "-", "a1");
  }

  @Test
  void aMessageThatNobodySentIsForeign() {
    play.in("a").getsAs("a", "b", "x1", "id", 1, false);
    assertOnly(Kind.FOREIGN, "a", "x1");
  }

  @Test
  void whatWasSaidBeforeTheRunMayBeFetched() {
    play.in("a").getsAs("a", "b", "x1", "id", 1, true).said("a", "a1", 7, "a");
    assertThat(play.verdict().findings()).isEmpty();
  }

  @Test
  void aMessageUnderAnotherNameIsForeign() {
    play.in("a").sends("a", "a1").acked("a", "a1", 1).getsAs("a", "b", "a1", "id-a1", 1, false);
    assertOnly(Kind.FOREIGN, "a", "a1");
  }

  @Test
  void aMessageForSomebodyElseIsForeign() {
    direct("a", "b", "c").sendsTo("a", "a1", "b").acked("a", "a1", 0).gets("b", "a1", 0);
    play.gets("c", "a1", 0);
    assertOnly(Kind.FOREIGN, "c", "a1");
  }

  @Test
  void aDirectMessageIsOwedToAllDevicesOfBothButTheOneThatSent() {
    direct("a", "b").connected("a2", "a", "/", false).connected("b2", "b", "/", false);
    play.sendsTo("a", "a1", "b").acked("a", "a1", 0).gets("b", "a1", 0);
    assertThat(play.verdict().findings())
        .extracting(Finding::kind, Finding::client)
        .containsExactly(tuple(Kind.LOST, "a2"), tuple(Kind.LOST, "b2"));
  }

  @Test
  void aloneTheOrderOfAllIsNotOwedButDeliveryIs() {
    play.in("a", "b");
    long from = play.now();
    play.sends("a", "a1").pending("a", "a1").gets("a", "a1", 0);
    play.sends("b", "b1").pending("b", "b1").gets("b", "b1", 0);
    play.gets("a", "b1", 1);
    Terms terms = Terms.STRICT.alone(from, play.now());
    assertThat(play.verdict(terms).findings())
        .extracting(Finding::kind, Finding::client, Finding::message)
        .containsExactly(tuple(Kind.LOST, "b", "a1"));
    play.gets("b", "a1", 2);
    assertThat(play.verdict(terms).findings()).isEmpty();
  }

  @Test
  void aloneTheOrderOfOneConnectionIsOwed() {
    play.in("a", "b");
    long from = play.now();
    play.sends("a", "a1").pending("a", "a1").sends("a", "a2").pending("a", "a2");
    play.gets("a", "a1", 0).gets("a", "a2", 0).gets("b", "a2", 0).gets("b", "a1", 0);
    assertThat(play.verdict(Terms.STRICT.alone(from, play.now())).count(Kind.REORDERED))
        .isPositive();
  }

  @Test
  void aNumberThatOnlyTheLogHasIsNotAGapWhileAlone() {
    play.in("a").said("a", "a1", 1, "a");
    long from = play.now();
    play.sends("a", "a2").pending("a", "a2").gets("a", "a2", 0);
    Terms terms = Terms.STRICT.alone(from + 1, play.now());
    play.said("a", "a3", 3, "a");
    assertThat(play.verdict(terms).findings()).isEmpty();
  }

  @Test
  void aHistoryThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> play.sends("a", "a1").verdict())
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Play direct(String... clients) {
    for (String client : clients) {
      play.connected(client, client, "/", false);
    }
    return play;
  }

  private void assertOnly(Kind kind, String client, String message) {
    assertThat(play.verdict().findings())
        .extracting(Finding::kind, Finding::client, Finding::message)
        .containsExactly(tuple(kind, client, message));
  }
}
