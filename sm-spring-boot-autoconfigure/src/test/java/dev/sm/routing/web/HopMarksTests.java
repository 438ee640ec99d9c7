package dev.sm.routing.web;

import java.util.List;

import dev.sm.routing.web.HopMarks.Bound;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HopMarksTests {

	private static final Bound BOUND = new Bound("p2", "orders", "7", "GET", "/carts/1?a=b");

	private static final Hop HOP = new Hop(2, 41);

	private final HopMarks marks = new HopMarks(() -> List.of("a secret of participants"));

	@Test
	void aMarkIsReadWhereItWasMeantFor() {
		assertThat(this.marks.read(this.marks.mark(HOP, BOUND), BOUND)).isEqualTo(HOP);
	}

	@Test
	void aMarkIsNothingAnywhereElse() {
		String mark = this.marks.mark(HOP, BOUND);
		for (Bound other : List.of(new Bound("p3", "orders", "7", "GET", "/carts/1?a=b"),
				new Bound("p2", "bills", "7", "GET", "/carts/1?a=b"),
				new Bound("p2", "orders", "8", "GET", "/carts/1?a=b"),
				new Bound("p2", "orders", "7", "POST", "/carts/1?a=b"),
				new Bound("p2", "orders", "7", "GET", "/carts/2?a=b"))) {
			assertThat(this.marks.read(mark, other)).isEqualTo(Hop.NONE);
		}
	}

	@Test
	void aChangedMarkIsNothing() {
		String mark = this.marks.mark(HOP, BOUND);
		assertThat(this.marks.read(mark.replaceFirst("2", "1"), BOUND)).isEqualTo(Hop.NONE);
		assertThat(this.marks.read(mark + "x", BOUND)).isEqualTo(Hop.NONE);
	}

	@Test
	void aMarkInAnotherSpellingIsNothing() {
		String mark = this.marks.mark(HOP, BOUND);
		assertThat(this.marks.read("+" + mark, BOUND)).isEqualTo(Hop.NONE);
		assertThat(this.marks.read("0" + mark, BOUND)).isEqualTo(Hop.NONE);
	}

	@Test
	void aLongMarkIsNothing() {
		assertThat(this.marks.mark(HOP, BOUND)).hasSizeLessThan(200);
		assertThat(this.marks.read(".".repeat(201), BOUND)).isEqualTo(Hop.NONE);
		assertThat(this.marks.read("1".repeat(10_000_000), BOUND)).isEqualTo(Hop.NONE);
	}

	@Test
	void theSecretBeforeIsTakenStill() {
		HopMarks renewed = new HopMarks(() -> List.of("another secret", "a secret of participants"));
		assertThat(renewed.read(this.marks.mark(HOP, BOUND), BOUND)).isEqualTo(HOP);
		assertThat(this.marks.read(renewed.mark(HOP, BOUND), BOUND)).isEqualTo(Hop.NONE);
	}

	@Test
	void withoutASecretThereIsNoMark() {
		HopMarks none = new HopMarks(List::of);
		assertThat(none.mark(HOP, BOUND)).isNull();
		assertThat(none.read(this.marks.mark(HOP, BOUND), BOUND)).isEqualTo(Hop.NONE);
	}

}
