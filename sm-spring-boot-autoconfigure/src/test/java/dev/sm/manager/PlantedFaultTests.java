package dev.sm.manager;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.sm.membership.SessionMachine;
import dev.sm.membership.SessionMachines;
import dev.sm.testkit.OwnershipSimulation;
import dev.sm.testkit.SimulatedMachines;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The simulation is not blind: without any one of the rules that ownership rests on, some
 * seed violates a guarantee.
 */
class PlantedFaultTests {

	private static final int MAX_SEEDS = 1000;

	@ParameterizedTest
	@MethodSource
	void isCaught(SimulatedMachines machines, String guarantees) {
		for (long seed = 1; seed <= MAX_SEEDS; seed++) {
			String violation = OwnershipSimulation.run(seed, machines).violation();
			if (violation != null) {
				assertThat(violation).as("seed " + seed).matches("(?s)(" + guarantees + "): .*");
				return;
			}
		}
		assertThat(MAX_SEEDS).as("seeds without a violation").isZero();
	}

	static Stream<Arguments> isCaught() {
		return Stream.of(rules("document without incarnation", PlantedRules::documentsWithoutIncarnation, "O1|O2"),
				rules("status without docRevision", PlantedRules::statusWithoutDocRevision, "O1"),
				rules("give before the drop is acknowledged", PlantedRules::giveBeforeDrop, "O1"),
				rules("neither term nor what was read is compared", PlantedRules::nothingCompared, "O1|O2"),
				rules("epoch from the documents that exist", PlantedRules::epochFromDocuments, "O2"),
				rules("registration overwrites", PlantedRules::registrationOverwrites, "O1|O2"),
				fault("renewals count from their answer", countedFromAnswer(), "O1"),
				fault("no margin", margin(-0.02), "O1"));
	}

	private static Arguments rules(String name, Supplier<Rules> rules, String guarantees) {
		return fault(name, planted(rules), guarantees);
	}

	static SimulatedMachines planted(Supplier<Rules> rules) {
		return new SimulatedMachines() {
			@Override
			public ServiceMachine service(OwnershipSettings settings, ServiceSettings service, LongSupplier clock) {
				return new ServiceMachine(settings, service, true, clock, rules.get());
			}
		};
	}

	private static Arguments fault(String name, SimulatedMachines machines, String guarantees) {
		return Arguments.of(Named.of(name, machines), guarantees);
	}

	/** With the margin that is just enough when renewals count from their sending. */
	static SimulatedMachines countedFromAnswer() {
		return new SimulatedMachines() {
			@Override
			public SessionMachine session(Duration ttl) {
				return SessionMachines.withMargin(ttl, 0.02);
			}

			@Override
			public long countedFrom(long sent, long answered) {
				return answered;
			}
		};
	}

	static SimulatedMachines margin(double margin) {
		return new SimulatedMachines() {
			@Override
			public SessionMachine session(Duration ttl) {
				return SessionMachines.withMargin(ttl, margin);
			}
		};
	}

}
