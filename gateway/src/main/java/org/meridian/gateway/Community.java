// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.gms.HttpGroupSearch;
import org.meridian.core.auth.gms.RemoteGroups;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.rest.AccessRequestsResource;
import org.meridian.core.auth.rest.AdminAuditResource;
import org.meridian.core.auth.rest.AdminGroupsResource;
import org.meridian.core.auth.rest.AdminLimitsResource;
import org.meridian.core.auth.rest.AdminUsageResource;
import org.meridian.core.auth.rest.AdminUsersResource;
import org.meridian.core.auth.rest.GmsResource;
import org.meridian.core.auth.rest.InvitationsResource;
import org.meridian.core.auth.rest.OpenApiResource;
import org.meridian.core.auth.rest.RemoteGroupsResource;
import org.meridian.core.auth.rest.SecurityMethod;
import org.meridian.core.auth.rest.TeamsResource;
import org.meridian.core.auth.rest.Visits;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.auth.store.InvitationStore;
import org.meridian.core.auth.store.RemoteGroupStore;
import org.meridian.core.auth.store.TeamStore;
import org.meridian.core.auth.team.Invitations;
import org.meridian.core.auth.team.Teams;
import org.meridian.core.db.Database;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.core.usage.UsageReport;
import org.meridian.core.usage.admin.LimitAdministration;
import org.meridian.gateway.rest.AccountSection;
import org.meridian.gateway.rest.AskPages;
import org.meridian.gateway.rest.InvitationPages;
import org.meridian.gateway.rest.ModerationPages;
import org.meridian.gateway.rest.ModerationSection;
import org.meridian.gateway.rest.RequestStatusPage;
import org.meridian.gateway.rest.Site;
import org.meridian.gateway.rest.TeamPages;
import org.meridian.gateway.rest.TeamsSection;

/** Teams, groups of other services, requests for accounts, and administration over HTTP, wired together. */
final class Community implements AutoCloseable {

    private static final Duration SEARCH_TIME = Duration.ofSeconds(10);

    private final Database database;
    private final GatewaySettings settings;
    private final AccessRequests requests;
    private final Audit audit;
    private final Teams teams;
    private final Invitations invitations;
    private final Administration administration;
    private final LimitAdministration limits;
    private final HttpGroupSearch search;
    private final RemoteGroups remoteGroups;
    private final ScheduledExecutorService clock;

    Community(
            Database database,
            Identity identity,
            AccessRequests requests,
            Metering metering,
            GatewaySettings settings) {
        this.database = database;
        this.settings = settings;
        this.requests = requests;
        this.audit = identity.audit();
        this.administration = identity.administration("the gateway");
        this.limits = metering.administration(identity);
        TeamStore store = new TeamStore(database.owner());
        this.teams = new Teams(store, audit, settings.groups().teamsPerUser());
        this.invitations =
                new Invitations(teams, store, new InvitationStore(database.owner()), audit, InstantSource.system());
        this.search = new HttpGroupSearch(SEARCH_TIME);
        this.remoteGroups = new RemoteGroups(
                settings.groups().remoteServices(),
                search,
                new RemoteGroupStore(database.owner()),
                token -> identity.tokens().isKnown(token.hash()),
                audit,
                InstantSource.system());
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("remote-groups").daemon().factory());
        clock.scheduleWithFixedDelay(remoteGroups::refresh, 1, 1, TimeUnit.MINUTES);
    }

    /** What users see of it on the pages of their accounts. */
    List<AccountSection> sections() {
        return List.of(new ModerationSection(requests), new TeamsSection(teams));
    }

    /** What answers requests. */
    List<Object> resources(Site site, UsageReport usage) {
        FormReader forms = site.forms();
        BaseUrl base = site.base();
        return List.of(
                new TeamsResource(
                        teams, invitations, forms, base, settings.groups().identifier()),
                new TeamPages(teams, invitations, site),
                new InvitationsResource(invitations),
                new InvitationPages(invitations, teams, site),
                new RemoteGroupsResource(remoteGroups, forms),
                new AccessRequestsResource(requests, forms, base),
                new AskPages(requests, new Visits(base), site),
                new RequestStatusPage(requests, site),
                new ModerationPages(requests, site),
                new AdminUsersResource(administration, forms),
                new AdminGroupsResource(administration),
                new AdminUsageResource(administration, usage),
                new AdminLimitsResource(limits, settings.usage().defaults(), forms),
                new AdminAuditResource(new AuditStore(database.owner())),
                new OpenApiResource(),
                new GmsResource(database.health(), base, SecurityMethod.standardIds()));
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        search.close();
    }
}
