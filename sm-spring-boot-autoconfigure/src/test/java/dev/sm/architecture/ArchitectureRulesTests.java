package dev.sm.architecture;

import java.util.Map;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows that each rule catches what it is there for: every plant is a small wrong tree.
 */
class ArchitectureRulesTests {

	private static final String PLANTS = "dev.sm.architecture.plants";

	@ParameterizedTest(name = "{0} -> {1}")
	@CsvSource(textBlock = """
			continuumusesshard,         room continuum
			shardusesspring,            room shard
			managerusesadapter,         adaptersAreLeaves
			managerusesadapter,         room manager
			adapterusessibling,         adaptersAreLeaves
			adaptershowstwo,            adaptersShowOneType
			coreknowswiring,            nothingKnowsTheWiring
			healthmakesbeans,           onlyTheWiringKnowsAutoConfiguration
			viewwithcondition,          viewsHaveNoConditions
			tangle,                     noTangles
			machinereadsclock,          onlyDriversReadClocks
			clockbyreference,           onlyDriversReadClocks
			instantinstorage,           onlyDriversReadClocks
			unseededrandom,             onlyDriversReadClocks
			threadincore,               onlyDriversReadClocks
			sleepincore,                onlyDriversReadClocks
			implicitcharset,            charsetsAreExplicit
			deserialises,               noObjectStreams
			deserialisesbyspring,       noObjectStreams
			unguardedcontroller,        requestsAreGuarded
			unguardedmethod,            requestsAreGuarded
			unguardedservlet,           requestsAreGuarded
			mvcconfigurer,              noMvcConfigurers
			proxyofthejvm,              proxiesAreChosen
			secretshown,                secretsAreNotShown
			mutablevalue,               valuesAreImmutable
			autoconfigurationnotfinal,  autoConfigurations
			autoconfigurationnotlisted, autoConfigurations
			publicconfiguration,        configurationsAreHidden
			publicbeanmethod,           beanMethods
			classconditiononbean,       beanMethods
			notnullmarked,              packagesAreNullMarked
			""")
	void catches(String plant, String rule) {
		String root = PLANTS + "." + plant;
		JavaClasses classes = new ClassFileImporter().importPackages(root);
		assertThat(classes).isNotEmpty();
		Map<String, ArchRule> rules = new ArchitectureRules(root).byName();
		assertThat(rules).containsKey(rule);
		assertThat(rules.get(rule).evaluate(classes).hasViolation()).as(rule).isTrue();
	}

	@Test
	void aDriverMayReadTheClock() {
		JavaClasses classes = new ClassFileImporter().importPackages(PLANTS + ".driverreadsclock");
		ArchRule rule = new ArchitectureRules(PLANTS + ".driverreadsclock").byName().get("onlyDriversReadClocks");
		assertThat(classes).isNotEmpty();
		assertThat(rule).isNotNull();
		assertThat(rule.evaluate(classes).hasViolation()).isFalse();
	}

}
