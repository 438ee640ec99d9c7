package dev.sm.manager;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sm.shard.ShardLoad;
import dev.sm.shard.ShardSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DocumentTests {

	@Test
	void specIsReadAsItWasWritten() {
		ShardSpec spec = ShardSpec.builder("s1")
			.task("a\tb\nc\\d\r=")
			.weight(2.5)
			.pin("p1")
			.group("g")
			.tags("x", "y")
			.standbys(2)
			.build();
		assertThat(Wishes.readSpec("s1", Wishes.spec(spec))).isEqualTo(spec);
		assertThat(Wishes.readSpec("s1", Wishes.spec(ShardSpec.of("s1")))).isEqualTo(ShardSpec.of("s1"));
	}

	@Test
	void emptyTaskIsNotAMissingOne() {
		ShardSpec spec = ShardSpec.builder("s1").task("").build();
		assertThat(Wishes.readSpec("s1", Wishes.spec(spec)).task()).isEmpty();
	}

	@Test
	void registrationIsReadAsItWasWritten() {
		Registration registration = new Registration("s7", "http://h:1", "z\t1", 1.5, 3, Set.of("a"), true, 5, true);
		assertThat(Registration.decode(registration.encode())).isEqualTo(registration);
	}

	@Test
	void statusIsReadAsItWasWritten() {
		StatusDocument status = new StatusDocument("s7", 12,
				new TreeMap<>(Map.of("a", new StatusDocument.Held(StatusDocument.Stage.HELD, 5, ShardLoad.of(1.5)), "b",
						new StatusDocument.Held(StatusDocument.Stage.DROPPING, 6, ShardLoad.none()))),
				new TreeSet<>(Set.of("c")), new TreeMap<>(Map.of("d", "broke\n")));
		assertThat(StatusDocument.decode(status.encode())).isEqualTo(status);
	}

	@Test
	void assignmentIsReadAsItWasWritten() {
		AssignmentDocument document = new AssignmentDocument("s7",
				new TreeMap<>(Map.of("a", new AssignmentDocument.Item(AssignmentDocument.Mark.OWN, 5), "b",
						new AssignmentDocument.Item(AssignmentDocument.Mark.PREPARE, 0))));
		assertThat(AssignmentDocument.decode(document.encode())).isEqualTo(document);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "v1", "v2\ts1", "v1\ts7\nX\ta\t5", "v1\ts7\nO\ta", "v1\ts7\nO\ta\tmany", "\u0000" })
	void damagedAssignmentIsRefusedWithAReason(String text) {
		assertThatExceptionOfType(CorruptDocumentException.class).isThrownBy(() -> AssignmentDocument.decode(text));
	}

}
