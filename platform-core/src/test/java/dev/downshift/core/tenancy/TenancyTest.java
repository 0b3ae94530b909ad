package dev.downshift.core.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downshift.core.AccessDenied;
import dev.downshift.core.Conflict;
import dev.downshift.core.CoreTest;
import dev.downshift.core.InvalidInput;
import dev.downshift.core.NotFound;
import dev.downshift.core.Organizations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@CoreTest
class TenancyTest {

    @Autowired Onboarding onboarding;
    @Autowired Members members;
    @Autowired Invitations invitations;
    @Autowired ApiKeys keys;
    @Autowired SignIn signIn;
    @Autowired OrganizationKeys organizationKeys;
    @Autowired JdbcClient jdbc;
    @Autowired TransactionOperations transactions;

    OrganizationId ours;
    OrganizationId theirs;

    @BeforeEach
    void twoOrganizations() {
        Organizations organizations = new Organizations(onboarding, members);
        ours = organizations.create();
        theirs = organizations.create();
    }

    @Test
    void anOrganizationSeesOnlyItsOwnMembers() {
        Actor engineer = member(Role.ENGINEER);
        assertThat(Tenant.call(ours, members::list)).extracting(Member::person).contains(engineer.person());
        assertThat(Tenant.call(theirs, members::list)).extracting(Member::person).doesNotContain(engineer.person());
        assertThatThrownBy(() -> Tenant.call(theirs, () -> members.get(engineer.requirePerson()))).isInstanceOf(NotFound.class);
    }

    @Test
    void aPersonSeesTheOrganizationsSheBelongsTo() {
        Actor engineer = member(Role.ENGINEER);
        assertThat(members.of(engineer.requirePerson())).extracting(Membership::organization).containsExactly(ours);
        assertThat(members.actor(engineer.requirePerson(), theirs)).isEmpty();
    }

    @Test
    void nothingIsReadWithoutAnOrganization() {
        assertThatThrownBy(members::list).hasStackTraceContaining("no organization is set");
    }

    @Test
    void aRowOfAnotherOrganizationCannotBeWritten() {
        assertThatThrownBy(() -> Tenant.run(ours, () -> transactions.executeWithoutResult(status -> jdbc
                .sql("insert into redaction_policy (organization_id, version, settings, created_by_name) values (?, 1, '{}', 'x')")
                .param(theirs.value()).update())))
                .hasStackTraceContaining("row-level security");
    }

    @Test
    void aTransactionKeepsItsOrganization() {
        assertThatThrownBy(() -> Tenant.run(ours, () -> transactions.executeWithoutResult(
                        status -> Tenant.run(theirs, () -> {}))))
                .hasMessageContaining("keeps the organization");
    }

    @Test
    void anInvitationIsAcceptedOnce() {
        Actor admin = member(Role.ADMIN);
        Invitation.Issued issued = Actor.call(admin, () -> invitations.invite("New@Example.com" + ours, Role.VIEWER));
        assertThat(invitations.offer(issued.token()).role()).isEqualTo(Role.VIEWER);
        PersonId person = invitations.accept(issued.token(), "New", Organizations.PASSWORD);
        assertThat(members.actor(person, ours)).hasValueSatisfying(actor -> assertThat(actor.may(Permission.VIEW)).isTrue());
        assertThatThrownBy(() -> invitations.offer(issued.token())).isInstanceOf(NotFound.class);
    }

    @Test
    void onlyWhoManagesMembersInvites() {
        assertThatThrownBy(() -> Actor.run(member(Role.ENGINEER), () -> invitations.invite("x@example.com", Role.VIEWER)))
                .isInstanceOf(AccessDenied.class);
    }

    @Test
    void theLastOwnerStays() {
        PersonId owner = Tenant.call(ours, members::list).getFirst().person();
        Actor actor = members.actor(owner, ours).orElseThrow();
        assertThatThrownBy(() -> Actor.run(actor, () -> members.remove(owner))).isInstanceOf(Conflict.class);
    }

    @Test
    void onlyAnOwnerMakesOrChangesAnOwner() {
        Actor admin = member(Role.ADMIN);
        Actor owner = member(Role.OWNER);
        Actor.run(admin, () -> {
            assertThatThrownBy(() -> members.changeRole(admin.requirePerson(), Role.OWNER)).isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> members.changeRole(owner.requirePerson(), Role.VIEWER)).isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> members.remove(owner.requirePerson())).isInstanceOf(AccessDenied.class);
            assertThatThrownBy(() -> invitations.invite("x@example.com", Role.OWNER)).isInstanceOf(AccessDenied.class);
        });
        Actor.run(owner, () -> members.changeRole(admin.requirePerson(), Role.OWNER));
        assertThat(Tenant.call(ours, () -> members.get(admin.requirePerson())).role()).isEqualTo(Role.OWNER);
    }

    @Test
    void aKeyActsForItsMakerAndNeverMayMore() {
        Actor engineer = member(Role.ENGINEER);
        ApiKey.Issued issued = Actor.call(engineer, () -> keys.issue("ci", Set.of(Scope.UPLOAD, Scope.TRAIN), null));
        ApiKey.Bearer bearer = keys.authenticate(issued.secret()).orElseThrow();
        assertThat(bearer.actor().organization()).isEqualTo(ours);
        assertThat(bearer.actor().person()).isEqualTo(engineer.person());
        assertThat(bearer.actor().permissions()).containsExactlyInAnyOrder(Permission.VIEW, Permission.UPLOAD, Permission.TRAIN);
        assertThatThrownBy(() -> Actor.run(engineer, () -> keys.issue("more", Set.of(Scope.APPROVE), null)))
                .isInstanceOf(AccessDenied.class);
        Actor.run(member(Role.ADMIN), () -> members.changeRole(engineer.requirePerson(), Role.VIEWER));
        assertThat(keys.authenticate(issued.secret()).orElseThrow().actor().permissions()).containsExactly(Permission.VIEW);
    }

    @Test
    void aRevokedOrChangedKeyIsUnknown() {
        Actor engineer = member(Role.ENGINEER);
        ApiKey.Issued issued = Actor.call(engineer, () -> keys.issue("ci", Set.of(Scope.READ), null));
        String elsewhere = issued.secret().replace(ours.toString().replace("-", ""), theirs.toString().replace("-", ""));
        assertThat(keys.authenticate(elsewhere)).isEmpty();
        assertThat(keys.authenticate("dsk_nonsense")).isEmpty();
        Actor.run(engineer, () -> keys.revoke(issued.id()));
        assertThat(keys.authenticate(issued.secret())).isEmpty();
    }

    @Test
    void aKeyEndsInTheFutureAndWithinTenYears() {
        Actor engineer = member(Role.ENGINEER);
        for (Instant end : List.of(Instant.now().minusSeconds(1), Instant.now().plus(Duration.ofDays(ApiKeys.LONGEST_DAYS + 1)), Instant.MAX, Instant.MIN)) {
            assertThatThrownBy(() -> Actor.run(engineer, () -> keys.issue("ci", Set.of(Scope.READ), end)))
                    .isInstanceOfSatisfying(InvalidInput.class, refused -> assertThat(refused.field()).isEqualTo("expiresAt"));
        }
        Instant soon = Instant.now().plus(Duration.ofDays(ApiKeys.LONGEST_DAYS - 1));
        assertThat(keys.authenticate(Actor.call(engineer, () -> keys.issue("ci", Set.of(Scope.READ), soon)).secret())).isPresent();
    }

    @Test
    void anAddressThatCannotBeStoredIsNobodys() {
        assertThat(signIn.attempt("nobody\0@example.com", "wrong", "10.0.0.5")).isInstanceOf(SignIn.Outcome.Refused.class);
        assertThatThrownBy(() -> Actor.run(member(Role.ADMIN), () -> invitations.invite("x@" + "y".repeat(300), Role.VIEWER))).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> onboarding.createOrganization("x".repeat(201), "long", Organizations.person("owner"))).isInstanceOf(InvalidInput.class);
    }

    @Test
    void aKeyEndsItselfAndNoOtherOfItsMaker() {
        Actor engineer = member(Role.ENGINEER);
        ApiKey.Issued leaked = Actor.call(engineer, () -> keys.issue("leaked", Set.of(Scope.READ), null));
        ApiKey.Issued other = Actor.call(engineer, () -> keys.issue("ci", Set.of(Scope.TRAIN), null));
        Actor bearer = keys.authenticate(leaked.secret()).orElseThrow().actor();
        assertThatThrownBy(() -> Actor.run(bearer, () -> keys.revoke(other.id()))).isInstanceOf(AccessDenied.class);
        assertThat(keys.authenticate(other.secret())).isPresent();
        Actor.run(bearer, () -> keys.revoke(leaked.id()));
        assertThat(keys.authenticate(leaked.secret())).isEmpty();
    }

    @Test
    void guessingAPasswordIsSlowedDown() {
        NewPerson person = Organizations.person("guessed");
        onboarding.addMember(ours, person, Role.VIEWER);
        assertThat(signIn.attempt(person.email(), person.password(), "10.0.0.1")).isInstanceOf(SignIn.Outcome.Accepted.class);
        for (int i = 0; i < SignIn.LIMIT_BOTH; i++) {
            assertThat(signIn.attempt(person.email(), "wrong", "10.0.0.1")).isInstanceOf(SignIn.Outcome.Refused.class);
        }
        assertThat(signIn.attempt(person.email(), person.password(), "10.0.0.1")).isInstanceOf(SignIn.Outcome.Throttled.class);
        assertThat(signIn.attempt(person.email(), person.password(), "10.0.0.2")).isInstanceOf(SignIn.Outcome.Accepted.class);
    }

    @Test
    void guessesSentTogetherPassNoMoreThanGuessesSentInTurn() throws Exception {
        NewPerson person = Organizations.person("guessed");
        onboarding.addMember(ours, person, Role.VIEWER);
        List<Callable<SignIn.Outcome>> guesses = Collections.nCopies(3 * SignIn.LIMIT_BOTH, () -> signIn.attempt(person.email(), "wrong", "10.0.0.3"));
        List<Future<SignIn.Outcome>> outcomes;
        try (ExecutorService guessers = Executors.newFixedThreadPool(guesses.size())) {
            outcomes = guessers.invokeAll(guesses);
        }
        assertThat(outcomes).filteredOn(outcome -> outcome.resultNow() instanceof SignIn.Outcome.Refused).hasSize(SignIn.LIMIT_BOTH);
        assertThat(outcomes).filteredOn(outcome -> outcome.resultNow() instanceof SignIn.Outcome.Throttled).hasSize(2 * SignIn.LIMIT_BOTH);
    }

    @Test
    void aRightPasswordLeavesNoCountBehind() {
        NewPerson person = Organizations.person("regular");
        onboarding.addMember(ours, person, Role.VIEWER);
        for (int i = 0; i < SignIn.LIMIT_PLACE + 1; i++) {
            assertThat(signIn.attempt(person.email(), person.password(), "10.0.0.4")).isInstanceOf(SignIn.Outcome.Accepted.class);
        }
    }

    @Test
    void whatOneOrganizationEncryptsAnotherCannotRead() throws IOException {
        byte[] about = "blob 1".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream encrypted = new ByteArrayOutputStream();
        try (OutputStream out = organizationKeys.encrypting(ours, encrypted, about)) {
            out.write("plain".repeat(50_000).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(organizationKeys.decrypting(ours, new ByteArrayInputStream(encrypted.toByteArray()), about))
                .asString(StandardCharsets.UTF_8).isEqualTo("plain".repeat(50_000));
        assertThatThrownBy(() -> organizationKeys
                        .decrypting(theirs, new ByteArrayInputStream(encrypted.toByteArray()), about).readAllBytes())
                .isInstanceOf(IOException.class);
        assertThat(organizationKeys.derive(ours, "messages", 32)).isNotEqualTo(organizationKeys.derive(theirs, "messages", 32));
    }

    private Actor member(Role role) {
        return new Organizations(onboarding, members).member(ours, role);
    }
}
