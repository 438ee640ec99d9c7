package dev.sm.cache;

import dev.sm.race.Races;
import org.junit.jupiter.api.Test;

/**
 * A node that does not answer any more may have missed writes, whatever is told of its
 * copies at the same time.
 */
class ReplicaRaceTests {

	@Test
	void aNodeThatGoesAwayWhenItIsFilledIsNotTakenForWhole() {
		Races.holds("replica, filled", () -> {
			Replica replica = warming(1);
			Races.atOnce(() -> replica.filling(2), replica::away);
			Races.require(replica.stage() == Replica.Stage.CATCHING_UP, "it may have missed writes");
		});
	}

	@Test
	void oneThatOnlyOneOfBothLocksIsCaught() {
		Races.breaks("replica, half locked", () -> {
			HalfLocked replica = new HalfLocked();
			Races.atOnce(replica::filled, replica::away);
			Races.require(replica.stage == Replica.Stage.CATCHING_UP, "it may have missed writes");
		});
	}

	private static Replica warming(long until) {
		Replica replica = new Replica(null, new OpenWrites(1, MissedKeys.FORGETFUL), true);
		replica.away();
		replica.begin();
		replica.caughtUp(until);
		return replica;
	}

	private static final class HalfLocked {

		private volatile Replica.Stage stage = Replica.Stage.WARMING;

		private void away() {
			this.stage = Replica.Stage.CATCHING_UP;
		}

		private synchronized void filled() {
			if (this.stage == Replica.Stage.WARMING) {
				this.stage = Replica.Stage.SERVING;
			}
		}

	}

}
