package dev.sm.architecture;

import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the rooms of {@code docs/architecture.md}.
 */
class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.sm");

	static Stream<Arguments> rules() {
		return new ArchitectureRules("dev.sm").byName()
			.entrySet()
			.stream()
			.map((rule) -> Arguments.of(rule.getKey(), rule.getValue()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("rules")
	void holds(String name, ArchRule rule) {
		rule.check(CLASSES);
	}

}
