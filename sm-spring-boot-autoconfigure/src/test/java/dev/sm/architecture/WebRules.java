package dev.sm.architecture;

import java.util.List;
import java.util.Map;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;

import org.springframework.stereotype.Controller;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.HandlerFunction;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The rules for what takes requests and what sends them, for a root package.
 */
record WebRules(String root) {

	/** What takes requests without being a controller. */
	private static final List<Class<?>> TAKERS = List.of(Servlet.class, Filter.class, HttpRequestHandler.class,
			HandlerFunction.class);

	Map<String, ArchRule> byName() {
		return Map.of("requestsAreGuarded", requestsAreGuarded(), "noMvcConfigurers", noMvcConfigurers(),
				"proxiesAreChosen", proxiesAreChosen());
	}

	private ArchRule requestsAreGuarded() {
		String room = this.root + ".coordination.http";
		return classes().that().resideInAPackage(room).and(new DescribedPredicate<>("take requests") {
			@Override
			public boolean test(JavaClass type) {
				return type.isMetaAnnotatedWith(Controller.class) || TAKERS.stream().anyMatch(type::isAssignableTo)
						|| type.getMethods()
							.stream()
							.anyMatch((method) -> method.isMetaAnnotatedWith(RequestMapping.class));
			}
		})
			.should()
			.beAssignableTo(room + ".GuardedController")
			.because("whoever is asked there must ask who it is")
			.allowEmptyShould(true);
	}

	private ArchRule noMvcConfigurers() {
		return noClasses().should()
			.beAssignableTo(WebMvcConfigurer.class)
			.because("an application that extends WebMvcConfigurationSupport has none, "
					+ "so nothing that must happen may hang on one")
			.allowEmptyShould(true);
	}

	private ArchRule proxiesAreChosen() {
		return classes().should(new ArchCondition<>("say which proxy each client of theirs goes through, if any") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				long made = calls(type, "newBuilder") + calls(type, "newHttpClient") + calls(type, "forAddress")
						+ calls(type, "forTarget");
				long chosen = calls(type, "proxy") + calls(type, "proxyDetector");
				events.add(new SimpleConditionEvent(type, made <= chosen,
						type.getName() + " makes " + made + " clients and chooses " + chosen + " proxies"));
			}
		})
			.because("the JVM's proxy is for the world outside, not for members, stores and gateways")
			.allowEmptyShould(true);
	}

	/** How often it calls what makes clients. */
	private static long calls(JavaClass type, String method) {
		return type.getMethodCallsFromSelf()
			.stream()
			.filter((call) -> call.getName().equals(method))
			.filter((call) -> call.getTargetOwner()
				.getName()
				.matches("java\\.net\\.http\\.HttpClient(\\$Builder)?|io\\.grpc\\..*Builder"))
			.count();
	}

}
