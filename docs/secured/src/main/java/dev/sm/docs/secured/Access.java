package dev.sm.docs.secured;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may do what.
 */
@Configuration(proxyBeanMethods = false)
class Access {

	// tag::chain[]
	@Bean
	SecurityFilterChain filterChain(HttpSecurity http) throws Exception {
		String[] forPrograms = { "/actuator/**", "/sm/kv/**", "/sm/lease/**", "/sm/raft/**" };
		return http.authorizeHttpRequests((requests) -> requests.requestMatchers("/actuator/health/**")
			.permitAll()
			// endpoints and console ask for the role themselves
			.requestMatchers("/actuator/**", "/sm/console/**")
			.authenticated()
			.requestMatchers(HttpMethod.GET, forPrograms)
			.authenticated()
			.requestMatchers(forPrograms)
			.hasRole("SM_OPERATOR")
			.anyRequest()
			.authenticated())
			.httpBasic(Customizer.withDefaults())
			// programs show their password each time; the console's page sends the token
			.csrf((csrf) -> csrf.ignoringRequestMatchers(forPrograms))
			.build();
	}
	// end::chain[]

	@Bean
	InMemoryUserDetailsManager users() {
		return new InMemoryUserDetailsManager(
				User.withUsername("viewer").password("{noop}pass").roles("VIEWER").build(),
				User.withUsername("operator").password("{noop}pass").roles("SM_OPERATOR").build());
	}

}
