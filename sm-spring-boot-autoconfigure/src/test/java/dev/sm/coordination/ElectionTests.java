package dev.sm.coordination;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ElectionTests {

	private static final String KEY = "/a/controller";

	private final Election election = new Election(KEY);

	@Test
	void whoCreatedTheKeyInTheOwnSessionIsElected() {
		assertThat(this.election.isVacant()).isFalse();
		this.election.begin("s1");
		assertThat(this.election.isVacant()).isTrue();
		Transaction claim = this.election.claim("me").build();
		assertThat(claim).isEqualTo(Transaction.builder().ifAbsent(KEY).put(KEY, "me", "s1").build());
		assertThat(this.election.isElected()).isFalse();
		assertThat(this.election.see(entry(7, "s1"))).isTrue();
		assertThat(this.election.term()).isEqualTo(7);
		assertThat(this.election.isVacant()).isFalse();
	}

	@Test
	void nobodyElseIs() {
		this.election.begin("s1");
		assertThat(this.election.see(entry(7, "s2"))).isFalse();
		assertThat(this.election.isElected()).isFalse();
		assertThat(this.election.isVacant()).isFalse();
		assertThatIllegalStateException().isThrownBy(() -> this.election.claim("me")).withMessageContaining(KEY);
		assertThatIllegalStateException().isThrownBy(() -> this.election.compare(Transaction.builder()))
			.withMessageContaining(KEY);
	}

	@Test
	void keyThatNoSessionStandsBehindIsReplacedAsItWasSeen() {
		this.election.begin("s1");
		this.election.see(entry(5, null));
		assertThat(this.election.claim("me").build().compares()).containsExactly(Compare.unchanged(KEY, 5));
	}

	@Test
	void strangerEndsTheTerm() {
		this.election.begin("s1");
		this.election.see(entry(7, "s1"));
		assertThat(this.election.see(entry(8, null))).isTrue();
		assertThat(this.election.isElected()).isFalse();
		assertThat(this.election.isVacant()).isTrue();
	}

	@Test
	void keyThatWasRemovedAndCreatedAgainIsAnotherTerm() {
		this.election.begin("s1");
		this.election.see(entry(7, "s1"));
		assertThat(this.election.see(entry(7, "s1"))).isFalse();
		assertThat(this.election.see(entry(9, "s1"))).isTrue();
		assertThat(this.election.term()).isEqualTo(9);
	}

	@Test
	void endOfTheSessionEndsTheTermAndALaterSessionDoesNotInheritIt() {
		this.election.begin("s1");
		this.election.see(entry(7, "s1"));
		this.election.end();
		assertThat(this.election.isElected()).isFalse();
		this.election.begin("s2");
		assertThat(this.election.see(entry(7, "s1"))).isFalse();
		assertThat(this.election.isElected()).isFalse();
	}

	@Test
	void readsCountFromTheTermOn() {
		this.election.begin("s1");
		assertThat(this.election.isReadInTerm(9)).isFalse();
		this.election.see(entry(7, "s1"));
		assertThat(this.election.isReadInTerm(6)).isFalse();
		assertThat(this.election.isReadInTerm(7)).isTrue();
	}

	@Test
	void writesCompareTheTerm() {
		this.election.begin("s1");
		this.election.see(entry(7, "s1"));
		assertThat(this.election.compare(Transaction.builder()).build().compares())
			.containsExactly(Compare.unchanged(KEY, 7));
		assertThat(this.election.resign(Transaction.builder()).build())
			.isEqualTo(Transaction.builder().ifUnchanged(KEY, 7).delete(KEY).build());
	}

	private static Entry entry(long revision, String session) {
		return new Entry(KEY, "value", revision, session);
	}

}
