package dev.sm.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.AbstractClassesTransformer;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ClassesTransformer;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.all;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * The rules that hold the rooms, for a root package, so that each can be shown to catch a
 * planted violation.
 */
record ArchitectureRules(String root) {

	private static final List<Class<?>> CLOCKS_THREADS_AND_CHANCE = List.of(Thread.class, Executors.class,
			ThreadLocalRandom.class);

	Map<String, ArchRule> byName() {
		Map<String, ArchRule> rules = new java.util.LinkedHashMap<>();
		Rooms.all().forEach((room) -> rules.put("room " + room.name(), room(room)));
		rules.put("adaptersAreLeaves", adaptersAreLeaves());
		rules.put("adaptersShowOneType", adaptersShowOneType());
		rules.put("nothingKnowsTheWiring", nothingKnowsTheWiring());
		rules.put("onlyTheWiringKnowsAutoConfiguration", onlyTheWiringKnowsAutoConfiguration());
		rules.put("viewsHaveNoConditions", viewsHaveNoConditions());
		rules.put("noTangles", noTangles());
		rules.put("onlyDriversReadClocks", onlyDriversReadClocks());
		rules.put("charsetsAreExplicit", charsetsAreExplicit());
		rules.put("noObjectStreams", noObjectStreams());
		rules.put("secretsAreNotShown", secretsAreNotShown());
		rules.put("valuesAreImmutable", valuesAreImmutable());
		rules.put("autoConfigurations", autoConfigurations());
		rules.put("configurationsAreHidden", configurationsAreHidden());
		rules.put("beanMethods", beanMethods());
		rules.put("packagesAreNullMarked", packagesAreNullMarked());
		rules.putAll(new WebRules(this.root).byName());
		return rules;
	}

	private String[] in(List<String> names) {
		return names.stream().map((name) -> this.root + "." + name).toArray(String[]::new);
	}

	private ArchRule room(Rooms.Room room) {
		return classes().that()
			.resideInAPackage(this.root + "." + room.name())
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(room.allowed(this.root))
			.as(room.name() + " uses only " + room.inside() + " in sm and " + room.outside() + " outside")
			.allowEmptyShould(true);
	}

	private ArchRule adaptersAreLeaves() {
		Set<String> adapters = Set.of(in(Rooms.adapters()));
		return classes().that()
			.resideOutsideOfPackage(this.root + ".autoconfigure..")
			.should(new ArchCondition<>("use no adapter but their own") {
				@Override
				public void check(JavaClass type, ConditionEvents events) {
					type.getDirectDependenciesFromSelf()
						.stream()
						.filter((dependency) -> adapters.contains(dependency.getTargetClass().getPackageName()))
						.filter((dependency) -> !dependency.getTargetClass()
							.getPackageName()
							.equals(type.getPackageName()))
						.forEach((dependency) -> events
							.add(SimpleConditionEvent.violated(dependency, dependency.getDescription())));
				}
			})
			.allowEmptyShould(true);
	}

	private ArchRule adaptersShowOneType() {
		Set<String> adapters = Set.of(in(Rooms.adapters()));
		return all(packages()).should(new ArchCondition<>("show at most one public type if they hold an adapter") {
			@Override
			public void check(JavaPackage adapter, ConditionEvents events) {
				List<String> shown = adapter.getClasses()
					.stream()
					.filter((type) -> type.getModifiers().contains(JavaModifier.PUBLIC) && type.isTopLevelClass())
					.map(JavaClass::getSimpleName)
					.sorted()
					.toList();
				boolean ok = !adapters.contains(adapter.getName()) || shown.size() <= 1;
				events.add(new SimpleConditionEvent(adapter, ok, adapter.getName() + " shows " + shown));
			}
		}).allowEmptyShould(true);
	}

	private ArchRule nothingKnowsTheWiring() {
		return noClasses().that()
			.resideOutsideOfPackage(this.root + ".autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(this.root + ".autoconfigure..")
			.allowEmptyShould(true);
	}

	private ArchRule onlyTheWiringKnowsAutoConfiguration() {
		return noClasses().that()
			.resideOutsideOfPackage(this.root + ".autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.autoconfigure..",
					"org.springframework.boot.context.properties..")
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo(Bean.class)
			.allowEmptyShould(true);
	}

	private ArchRule viewsHaveNoConditions() {
		return noClasses().that()
			.resideInAnyPackage(in(List.of("endpoint", "health", "metrics", "coordination.http")))
			.should()
			.dependOnClassesThat()
			.haveNameMatching("org\\.springframework\\..*Conditional.*")
			.allowEmptyShould(true);
	}

	private ArchRule noTangles() {
		return slices().matching("(**)").should().beFreeOfCycles().allowEmptyShould(true);
	}

	private ArchRule onlyDriversReadClocks() {
		return noClasses().that()
			.resideInAnyPackage(in(Rooms.core()))
			.and(new DescribedPredicate<>("are not part of a driver") {
				@Override
				public boolean test(JavaClass type) {
					JavaClass outermost = type;
					while (outermost.getEnclosingClass().isPresent()) {
						outermost = outermost.getEnclosingClass().get();
					}
					return !outermost.getSimpleName().endsWith("Driver");
				}
			})
			.should()
			.accessTargetWhere(new DescribedPredicate<>("a clock, a thread or chance is reached for") {
				@Override
				public boolean test(JavaAccess<?> access) {
					return isClockThreadOrChance(access.getTarget());
				}
			})
			.because("time, threads and randomness are arguments, so that every decision can be replayed")
			.allowEmptyShould(true);
	}

	private static boolean isClockThreadOrChance(AccessTarget target) {
		String name = target.getName();
		JavaClass owner = target.getOwner();
		if (owner.isEquivalentTo(System.class)) {
			return name.equals("nanoTime") || name.equals("currentTimeMillis");
		}
		if (owner.isEquivalentTo(Instant.class)) {
			return name.equals("now");
		}
		if (owner.isEquivalentTo(Clock.class)) {
			return name.startsWith("system");
		}
		if (owner.isEquivalentTo(UUID.class)) {
			return name.equals("randomUUID");
		}
		if (owner.isEquivalentTo(Random.class)) {
			return name.equals("<init>") && target.getFullName().endsWith("()");
		}
		return CLOCKS_THREADS_AND_CHANCE.stream().anyMatch(owner::isEquivalentTo) && !name.equals("currentThread")
				&& !name.equals("interrupt") && !name.equals("interrupted");
	}

	private ArchRule charsetsAreExplicit() {
		return noClasses().should()
			.callMethod(String.class, "getBytes")
			.because("a key must be placed alike on every host")
			.allowEmptyShould(true);
	}

	private ArchRule noObjectStreams() {
		return noClasses().should()
			.dependOnClassesThat()
			.haveNameMatching("java\\.io\\.Object(In|Out)put.*|java\\.io\\.Externalizable|java\\.beans\\.XMLDecoder"
					+ "|java\\.rmi\\..*|javax\\.naming\\..*|org\\.springframework\\.core\\.serializer\\..*"
					+ "|org\\.springframework\\.util\\.SerializationUtils|.*\\.JdkSerializationRedisSerializer")
			.because("whoever can write what is read would choose which objects are made")
			.allowEmptyShould(true);
	}

	private ArchRule secretsAreNotShown() {
		return classes().that()
			.areRecords()
			.should(new ArchCondition<>("have a toString() of their own if they hold what may be a secret") {
				@Override
				public void check(JavaClass type, ConditionEvents events) {
					// the one that the compiler makes is final, and tells all
					boolean silent = type.tryGetMethod("toString")
						.map((method) -> !method.getModifiers().contains(JavaModifier.FINAL))
						.orElse(false);
					boolean ok = silent || type.getFields().stream().noneMatch(ArchitectureRules::mayBeSecret);
					events.add(new SimpleConditionEvent(type, ok, type.getName() + ".toString() tells all"));
				}
			})
			.allowEmptyShould(true);
	}

	/** What nodes and pools call tokens are marks of values. */
	private static boolean mayBeSecret(JavaField field) {
		boolean text = field.getRawType().getPackageName().matches("java\\.(lang|util)");
		boolean marks = field.getOwner().getPackageName().matches(".*\\.(cache|storage)(\\..*)?");
		return text && field.getName().matches(marks ? "password|secret|urls?" : "password|secret|urls?|token");
	}

	private ArchRule valuesAreImmutable() {
		return classes().that()
			.resideInAnyPackage(in(List.of("continuum", "shard")))
			.and()
			.areNotInterfaces()
			.and()
			.areRecords()
			.or()
			.resideInAnyPackage(in(List.of("continuum", "shard")))
			.and()
			.arePublic()
			.and()
			.areTopLevelClasses()
			.should()
			.haveOnlyFinalFields()
			.allowEmptyShould(true);
	}

	private ArchRule autoConfigurations() {
		return classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.andShould()
			.resideInAPackage(this.root + ".autoconfigure..")
			.andShould(beListedInImports())
			.allowEmptyShould(true);
	}

	private ArchRule configurationsAreHidden() {
		return classes().that().areAnnotatedWith(Configuration.class).should().notBePublic().allowEmptyShould(true);
	}

	private ArchRule beanMethods() {
		return methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBePublic()
			.andShould()
			.notBeAnnotatedWith(ConditionalOnClass.class)
			.allowEmptyShould(true);
	}

	private ArchRule packagesAreNullMarked() {
		return all(packages()).should(new ArchCondition<>("be @NullMarked") {
			@Override
			public void check(JavaPackage marked, ConditionEvents events) {
				boolean ok = marked.isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(marked, ok,
						marked.getName() + (ok ? " is" : " is not") + " @NullMarked"));
			}
		}).allowEmptyShould(true);
	}

	private static ClassesTransformer<JavaPackage> packages() {
		return new AbstractClassesTransformer<>("packages with classes") {
			@Override
			public Iterable<JavaPackage> doTransform(JavaClasses classes) {
				return classes.stream().map(JavaClass::getPackage).collect(Collectors.toCollection(LinkedHashSet::new));
			}
		};
	}

	private static ArchCondition<JavaClass> beListedInImports() {
		Set<String> listed = lines("/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports");
		return new ArchCondition<>("be listed in AutoConfiguration.imports") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				events.add(new SimpleConditionEvent(type, listed.contains(type.getName()),
						type.getName() + " in AutoConfiguration.imports"));
			}
		};
	}

	private static Set<String> lines(String resource) {
		try (InputStream in = ArchitectureRules.class.getResourceAsStream(resource)) {
			return (in != null)
					? new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().collect(Collectors.toSet())
					: Set.of();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
