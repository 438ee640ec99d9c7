package dev.sm.cache;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Ends of what takes too long.
 */
class DeadlinesTests {

	private final Deadlines deadlines = new Deadlines();

	@Test
	void whatHasReachedItsDeadlineEnds() {
		Thing early = new Thing(10);
		Thing late = new Thing(20);
		this.deadlines.add(late);
		this.deadlines.add(early);
		this.deadlines.expire(9);
		assertThat(early.expired).isFalse();
		this.deadlines.expire(10);
		assertThat(early.expired).isTrue();
		assertThat(late.expired).isFalse();
		this.deadlines.expire(20);
		assertThat(late.expired).isTrue();
		assertThat(this.deadlines.isEmpty()).isTrue();
	}

	@Test
	void whatIsDoneIsForgottenBeforeItsDeadline() {
		Thing thing = new Thing(10);
		this.deadlines.add(thing);
		thing.done = true;
		this.deadlines.expire(0);
		assertThat(this.deadlines.isEmpty()).isTrue();
		assertThat(thing.expired).isFalse();
	}

	@Test
	void clockMayOverflow() {
		Thing thing = new Thing(Long.MIN_VALUE + 5);
		this.deadlines.add(thing);
		this.deadlines.expire(Long.MAX_VALUE);
		assertThat(thing.expired).isFalse();
		this.deadlines.expire(Long.MIN_VALUE + 5);
		assertThat(thing.expired).isTrue();
	}

	@Test
	void everythingEndsAtOnce() {
		Thing thing = new Thing(10);
		this.deadlines.add(thing);
		this.deadlines.expireAll();
		assertThat(thing.expired).isTrue();
	}

	private static final class Thing implements Deadlines.Expiring {

		private final long deadline;

		private boolean done;

		private boolean expired;

		Thing(long deadline) {
			this.deadline = deadline;
		}

		@Override
		public boolean isDone() {
			return this.done;
		}

		@Override
		public long deadline() {
			return this.deadline;
		}

		@Override
		public void expire() {
			this.expired = true;
		}

	}

}
