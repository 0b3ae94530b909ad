package dev.downshift.standalone.demo;

import dev.downshift.core.tenancy.Actor;
import dev.downshift.core.tenancy.ApiKeys;
import dev.downshift.core.tenancy.Members;
import dev.downshift.core.tenancy.NewPerson;
import dev.downshift.core.tenancy.Onboarding;
import dev.downshift.core.tenancy.OrganizationId;
import dev.downshift.core.tenancy.PersonId;
import dev.downshift.core.tenancy.Role;
import dev.downshift.core.tenancy.Scope;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Founds the demo's organization, with the people who use it and the API keys of their scripts. */
@Component
class DemoPeople {

    private final Onboarding onboarding;
    private final Members members;
    private final ApiKeys keys;
    private final SecureRandom random = new SecureRandom();

    DemoPeople(Onboarding onboarding, Members members, ApiKeys keys) {
        this.onboarding = onboarding;
        this.members = members;
        this.keys = keys;
    }

    /** Someone who can sign in: the password is made at each start and printed once. */
    record Account(String email, String password) {}

    /**
     * The organization's people.
     *
     * @param ownerActor for what only a person with the right may do, such as the incumbent's address
     * @param engineerKey uploads, trains and requests promotions
     * @param approverKey decides
     * @param gatewayKey calls through the gateway
     */
    record Cast(Account engineer, Account approver, Actor ownerActor, String engineerKey, String approverKey, String gatewayKey) {}

    Cast found() {
        var owner = account("owner");
        var engineer = account("engineer");
        var approver = account("approver");
        var organization = onboarding.createOrganization("Sample Shop", "sample-shop",
                new NewPerson(owner.email(), "Olive Owner", owner.password()));
        var ownerActor = Actor.call(Actor.system(organization), members::list).stream()
                .findFirst()
                .flatMap(member -> members.actor(member.person(), organization))
                .orElseThrow();
        var engineerId = onboarding.addMember(organization,
                new NewPerson(engineer.email(), "Edda Engineer", engineer.password()), Role.ENGINEER);
        var approverId = onboarding.addMember(organization,
                new NewPerson(approver.email(), "Arlo Approver", approver.password()), Role.APPROVER);
        return new Cast(engineer, approver, ownerActor,
                key(engineerId, organization, "nightly run", EnumSet.of(Scope.READ, Scope.UPLOAD, Scope.TRAIN, Scope.PROMOTE)),
                key(approverId, organization, "approvals", EnumSet.of(Scope.READ, Scope.APPROVE)),
                key(engineerId, organization, "support agent", EnumSet.of(Scope.GATEWAY)));
    }

    private String key(PersonId person, OrganizationId organization, String name, Set<Scope> scopes) {
        var actor = members.actor(person, organization).orElseThrow();
        return Actor.call(actor, () -> keys.issue(name, scopes, null)).secret();
    }

    private Account account(String name) {
        var secret = new byte[12];
        random.nextBytes(secret);
        return new Account(name + "@demo.example", Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }
}
