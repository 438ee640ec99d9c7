package dev.sm.event;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(20)
class EventsDriverTests {

	@Test
	void aListenerThatHangsHoldsUpNobodyAndItsEventsAreBounded() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		List<SmEvent> told = new CopyOnWriteArrayList<>();
		EventsDriver events = new EventsDriver(List.of((event) -> {
			entered.countDown();
			await(released);
			told.add(event);
		}));
		int sent = EventsDriver.MAX_WAITING + 100;
		events.publish(event(0));
		assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
		for (int number = 1; number <= sent; number++) {
			events.publish(event(number));
		}
		released.countDown();
		events.close();
		assertThat(told).hasSize(EventsDriver.MAX_WAITING + 1).startsWith(event(0), event(1), event(2));
		events.publish(event(-1));
		assertThat(told).doesNotContain(event(-1));
	}

	@Test
	void aListenerThatFailsKeepsNothingFromTheOthers() {
		List<SmEvent> told = new CopyOnWriteArrayList<>();
		EventsDriver events = new EventsDriver(List.of((event) -> {
			throw new IllegalStateException("on purpose");
		}, told::add));
		events.publish(event(1));
		events.publish(event(2));
		events.close();
		assertThat(told).containsExactly(event(1), event(2));
	}

	private static SmEvent event(long migration) {
		return new MigrationEvent("pool", migration, "RUN");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
