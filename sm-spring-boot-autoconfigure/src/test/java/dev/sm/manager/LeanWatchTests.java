package dev.sm.manager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import dev.sm.shard.Ownership;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is told what: an instance that neither routes nor computes the assignment needs
 * little, however many others there are.
 */
class LeanWatchTests {

	private static final Logger logger = LoggerFactory.getLogger(LeanWatchTests.class);

	private static final int PARTICIPANTS = Integer.getInteger("sm.watch.participants", 25);

	private final ScriptedCluster cluster = new ScriptedCluster(ServiceSettings.of("orders", 4 * PARTICIPANTS));

	@Test
	void participantIsToldOfItselfOnly() {
		List<ScriptedCluster.Member> lean = join();
		ScriptedCluster.Member looker = this.cluster.start("looker", true);
		long before = sum(lean, ScriptedCluster.Member::eventsTold);
		long beforeBytes = sum(lean, ScriptedCluster.Member::bytesTold);
		long all = looker.eventsTold();
		long allBytes = looker.bytesTold();
		this.cluster.endSession(lean.get(2).crash());
		this.cluster.pass(Duration.ofSeconds(1));
		double others = PARTICIPANTS - 1;
		double told = (sum(lean, ScriptedCluster.Member::eventsTold) - before) / others;
		long toldAll = looker.eventsTold() - all;
		logger.info("a crash among {} participants: {} events of {} bytes to one that looks at all, {} of {} to others",
				PARTICIPANTS, toldAll, looker.bytesTold() - allBytes, told,
				(sum(lean, ScriptedCluster.Member::bytesTold) - beforeBytes) / others);
		assertThat(told).isLessThan(toldAll / 4.0);
		assertThat(looker.machine().assignment().owners()).hasSize(4 * PARTICIPANTS);
		assertThat(lean.get(1).machine().isWhole()).isFalse();
	}

	@Test
	void startIsToldInProportionToParticipantsAndNotToTheirSquare() {
		long lean = sum(join(), ScriptedCluster.Member::eventsTold);
		ScriptedCluster.Member controller = this.cluster.members().get(0);
		logger.info("{} participants start: {} events to the controller, {} to each other one on average", PARTICIPANTS,
				controller.eventsTold(), lean / (PARTICIPANTS - 1));
		assertThat(lean).isLessThan(controller.eventsTold() * 3);
	}

	@Test
	void controllerKnowsAllAndItsSuccessorAfterIt() {
		List<ScriptedCluster.Member> members = join();
		assertThat(members.get(0).machine().isWhole()).isTrue();
		this.cluster.endSession(members.get(0).crash());
		this.cluster.pass(Duration.ofSeconds(1));
		List<ScriptedCluster.Member> whole = this.cluster.members()
			.stream()
			.filter((member) -> member.machine().isWhole())
			.toList();
		assertThat(whole).hasSize(1);
		assertThat(whole.get(0).machine().assignment().owners()).hasSize(4 * PARTICIPANTS);
	}

	@Test
	void whoAsksKnowsAllFromThenOn() {
		List<ScriptedCluster.Member> members = join();
		members.get(3).tell(new ServiceEvent.Look());
		this.cluster.run();
		assertThat(members.get(3).machine().isWhole()).isTrue();
		assertThat(members.get(3).machine().assignment().owners()).hasSize(4 * PARTICIPANTS);
		this.cluster.endSession(members.get(5).crash());
		this.cluster.pass(Duration.ofSeconds(1));
		Map<String, Ownership> owners = members.get(3).machine().assignment().owners();
		assertThat(owners).hasSize(4 * PARTICIPANTS);
		members.get(3).heldShards().forEach((shard) -> assertThat(owners.get(shard).participantId()).isEqualTo("p3"));
	}

	private List<ScriptedCluster.Member> join() {
		List<ScriptedCluster.Member> members = new ArrayList<>();
		for (int i = 0; i < PARTICIPANTS; i++) {
			members.add(this.cluster.start("p" + i, false));
		}
		return members;
	}

	/** Over all but the controller. */
	private static long sum(List<ScriptedCluster.Member> members, ToLongFunction<ScriptedCluster.Member> value) {
		return members.subList(1, members.size()).stream().mapToLong(value).sum();
	}

}
