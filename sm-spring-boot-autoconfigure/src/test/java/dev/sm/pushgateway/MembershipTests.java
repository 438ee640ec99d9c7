package dev.sm.pushgateway;

import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MembershipTests {

	private static final Ring AB = Ring.of(Map.of("a:1", 100, "b:1", 100), Set.of());

	private final Membership membership = new Membership();

	@Test
	void takesWhoAnswersAndIsClean() {
		this.membership.probed(Map.of("a:1", true, "b:1", true, "c:1", false));
		Ring ring = this.membership.next(Ring.EMPTY, Map.of("a:1", 100, "b:1", 50, "c:1", 100), Set.of("b:1", "c:1"));
		assertThat(ring).isEqualTo(Ring.of(Map.of("b:1", 50), Set.of()));
	}

	@Test
	void oneProbeThatFailsIsForgiven() {
		Map<String, Integer> known = Map.of("a:1", 100, "b:1", 100);
		this.membership.probed(Map.of("a:1", true, "b:1", true));
		this.membership.probed(Map.of("a:1", true, "b:1", false));
		assertThat(this.membership.next(AB, known, Set.of())).isEqualTo(AB);
		this.membership.probed(Map.of("a:1", true, "b:1", false));
		assertThat(this.membership.next(AB, known, Set.of())).isEqualTo(Ring.of(Map.of("a:1", 100), Set.of("b:1")));
	}

	@Test
	void lastGatewaysStayInTheRing() {
		this.membership.probed(Map.of("a:1", false, "b:1", false));
		this.membership.probed(Map.of("a:1", false, "b:1", false));
		assertThat(this.membership.next(AB, Map.of("a:1", 100, "b:1", 100), Set.of())).isEqualTo(AB);
	}

	@Test
	void whoIsKnownNoLongerLeaves() {
		this.membership.probed(Map.of("a:1", true, "b:1", true));
		assertThat(this.membership.next(AB, Map.of("a:1", 100), Set.of()))
			.isEqualTo(Ring.of(Map.of("a:1", 100), Set.of("b:1")));
	}

	@Test
	void whoLeftAndDoesNotAnswerIsForgotten() {
		Ring left = Ring.of(Map.of("a:1", 100), Set.of("b:1"));
		for (int i = 0; i < 100; i++) {
			this.membership.probed(Map.of("a:1", true, "b:1", false));
		}
		assertThat(this.membership.next(left, Map.of("a:1", 100), Set.of()))
			.isEqualTo(Ring.of(Map.of("a:1", 100), Set.of()));
	}

	@Test
	void ringIsReadAsItWasWritten() {
		Ring ring = Ring.of(Map.of("a:1", 100, "[::1]:9091", 0), Set.of("b:1"));
		assertThat(Ring.decode(ring.encode())).isEqualTo(ring);
		assertThatIllegalArgumentException().isThrownBy(() -> Ring.decode("something"));
		assertThatIllegalArgumentException().isThrownBy(() -> Ring.decode("pushgateway-ring 1\nmember a:1"));
	}

}
