using Accountable.Server.Access;
using Accountable.Server.SignIn;
using Accountable.Server.State;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Accountable.Server.Api;

/// <summary>An account.</summary>
internal sealed record UserView(string Id, string Name, Role Role, bool Disabled, bool Locked, bool MustChangePassword, bool SecondFactor,
    IReadOnlyList<GrantView> Grants);

/// <summary>An account to make. Its password is given once in the answer and must be changed.</summary>
internal sealed record UserStart(string Name, Role Role, IReadOnlyList<GrantView>? Grants = null);

/// <summary>An account just made.</summary>
internal sealed record UserMade(UserView User, string OneTimePassword);

/// <summary>What to change of an account; what is null stays.</summary>
/// <param name="Role">The role.</param>
/// <param name="Disabled">Whether it is shut.</param>
/// <param name="Unlock">Whether to end a lock.</param>
/// <param name="Grants">What is granted from now on.</param>
/// <param name="ResetPassword">Whether to give a one-time password, which ends all sessions and the second factor.</param>
internal sealed record UserChange(Role? Role = null, bool? Disabled = null, bool Unlock = false, IReadOnlyList<GrantView>? Grants = null,
    bool ResetPassword = false);

/// <summary>What became of a change.</summary>
internal sealed record UserChanged(UserView User, string? OneTimePassword);

/// <summary>A key of a program, without its secret.</summary>
internal sealed record KeyView(string Id, string Owner, string Name, Role Role, IReadOnlyList<KeyScope> Scopes,
    IReadOnlyList<string> Entities, DateTimeOffset Created, DateTimeOffset Expires, bool Revoked);

/// <summary>A key to make.</summary>
internal sealed record KeyStart(string Name, Role Role, IReadOnlyList<KeyScope> Scopes, IReadOnlyList<string> Entities, int Days);

/// <summary>A key just made: its text is not to be had again.</summary>
internal sealed record KeyMade(KeyView Key, string Text);

/// <summary>Accounts, grants and keys.</summary>
internal static class AccountsApi
{
    private const int GreatestName = 64;
    private const int MostDays = 366;

    public static void Map(RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("accounts");
        users.MapGet("/", List).WithName("users").For(Role.Administrator, scope: KeyScope.None);
        users.MapPost("/", Create).WithName("create_user").Produces<UserMade>(StatusCodes.Status201Created)
            .For(Role.Administrator, scope: KeyScope.None);
        users.MapPatch("/{id}", Change).WithName("change_user").For(Role.Administrator, scope: KeyScope.None);
        users.MapDelete("/{id}", Remove).WithName("remove_user").Produces(StatusCodes.Status204NoContent)
            .For(Role.Administrator, scope: KeyScope.None);
        var keys = api.MapGroup("/keys").WithTags("accounts");
        keys.MapGet("/", Keys).WithName("keys").For(Role.Viewer, scope: KeyScope.None);
        keys.MapPost("/", CreateKey).WithName("create_key").Produces<KeyMade>(StatusCodes.Status201Created)
            .For(Role.Viewer, scope: KeyScope.None);
        keys.MapDelete("/{id}", Revoke).WithName("revoke_key").Produces(StatusCodes.Status204NoContent)
            .For(Role.Viewer, scope: KeyScope.None);
    }

    private static async Task<IEnumerable<UserView>> List(UserManager<Person> people, Accounts accounts, TimeProvider clock) =>
        (await people.Users.OrderBy(person => person.UserName).ToListAsync()).Select(person => View(person, accounts, clock));

    private static async Task<IResult> Create(UserStart start, HttpContext http, UserManager<Person> people, Accounts accounts,
        AuditLog audit, TimeProvider clock)
    {
        if (start.Name.Length is 0 or > GreatestName || start.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter)
            && letter is not ('.' or '-' or '_' or '@')))
            throw ApiProblem.BadRequest("a name is letters, digits, dots, hyphens, underscores and at signs");
        var password = FirstRun.OneTimePassword();
        var granted = Grants(start.Grants ?? []);
        var person = new Person { UserName = start.Name, Role = start.Role, MustChangePassword = true };
        var result = await people.CreateAsync(person, password);
        if (!result.Succeeded)
            throw ApiProblem.Conflict(string.Join(' ', result.Errors.Select(error => error.Description)));
        accounts.Grant(person.Id, granted);
        var said = start.Grants is { Count: > 0 } grants ? $", granted {string.Join(' ', grants.Select(Said))}" : "";
        audit.Add(Caller.Of(http).Name, "account made", detail: $"{start.Name}, {start.Role}{said}", address: AccessGate.Address(http));
        return TypedResults.Created($"/api/v1/users/{person.Id}", new UserMade(View(person, accounts, clock), password));
    }

    private static async Task<UserChanged> Change(string id, UserChange change, HttpContext http, UserManager<Person> people,
        Accounts accounts, SessionStore sessions, AuditLog audit, TimeProvider clock)
    {
        var person = await people.FindByIdAsync(id) ?? throw ApiProblem.NotThere();
        if (change.Disabled == true || (change.Role is { } role && role != Role.Administrator))
            await RequireAnotherAdministrator(person, people);
        person.Role = change.Role ?? person.Role;
        person.IsDisabled = change.Disabled ?? person.IsDisabled;
        string? password = null;
        if (change.ResetPassword)
        {
            password = FirstRun.OneTimePassword();
            person.PasswordHash = people.PasswordHasher.HashPassword(person, password);
            person.MustChangePassword = true;
            person.TwoFactorEnabled = false;
            await people.UpdateSecurityStampAsync(person);
        }
        await people.UpdateAsync(person);
        if (change.Unlock || change.ResetPassword)
        {
            await people.SetLockoutEndDateAsync(person, null);
            await people.ResetAccessFailedCountAsync(person);
        }
        if (change.Grants is { } grants)
            accounts.Grant(id, Grants(grants));
        accounts.Forget(id);
        if (change.ResetPassword || person.IsDisabled)
            sessions.End(id);
        var what = new[] { change.Role is { } r ? $"role {r}" : null, change.Disabled is { } d ? d ? "shut" : "opened" : null,
            change.Unlock ? "unlocked" : null, change.Grants is { } g ? $"granted {string.Join(' ', g.Select(Said))}" : null,
            change.ResetPassword ? "password reset" : null }.OfType<string>();
        audit.Add(Caller.Of(http).Name, "account changed", detail: $"{person.UserName}: {string.Join(", ", what)}",
            address: AccessGate.Address(http));
        return new UserChanged(View(person, accounts, clock), password);
    }

    private static IEnumerable<KeyView> Keys(HttpContext http, ApiKeys keys, Accounts accounts)
    {
        var caller = Caller.Of(http);
        return keys.List(caller.Role == Role.Administrator ? null : caller.UserId).Select(key => View(key, accounts));
    }

    private static IResult CreateKey(KeyStart start, HttpContext http, ApiKeys keys, Accounts accounts, AuditLog audit, TimeProvider clock)
    {
        var caller = Caller.Of(http);
        if (caller.IsGuest)
            throw new ApiProblem(StatusCodes.Status403Forbidden, "forbidden", "a guest has no keys");
        if (start.Name.Length is 0 or > GreatestName || start.Name.Any(char.IsControl))
            throw ApiProblem.BadRequest($"a key's name has 1 to {GreatestName} letters");
        if (start.Days is < 1 or > MostDays)
            throw ApiProblem.BadRequest($"a key is good for 1 to {MostDays} days");
        if (start.Role == Role.Administrator || start.Role > caller.Role)
            throw ApiProblem.BadRequest("a key may be a viewer's or an analyst's, and no more than yours");
        if (start.Scopes.Count == 0 || start.Scopes.Contains(KeyScope.None) || start.Entities.Count == 0
            || !start.Entities.All(entity => entity == Grant.Every ? caller.SeesEverything : caller.MaySee(entity)))
            throw ApiProblem.BadRequest("a key has scopes, and entities that were granted to you");
        var (key, text) = keys.Create(caller.UserId, start.Name, start.Role, start.Scopes, start.Entities, clock.GetUtcNow()
            .AddDays(start.Days));
        audit.Add(caller.Name, "key made", string.Join(' ', start.Entities), $"{key.Id}: {string.Join(' ', start.Scopes)}",
            AccessGate.Address(http));
        return TypedResults.Created($"/api/v1/keys/{key.Id}", new KeyMade(View(key, accounts), text));
    }

    private static IResult Revoke(string id, HttpContext http, ApiKeys keys, AuditLog audit)
    {
        var caller = Caller.Of(http);
        if (!keys.Revoke(id, caller.Role == Role.Administrator ? null : caller.UserId))
            throw ApiProblem.NotThere();
        audit.Add(caller.Name, "key revoked", detail: id, address: AccessGate.Address(http));
        return TypedResults.NoContent();
    }

    /// <summary>Removes an account with its grants, keys and sessions. What it did stays in the audit log under its name.</summary>
    private static async Task<IResult> Remove(string id, HttpContext http, UserManager<Person> people, Accounts accounts, ApiKeys keys,
        SessionStore sessions, AuditLog audit)
    {
        var person = await people.FindByIdAsync(id) ?? throw ApiProblem.NotThere();
        await RequireAnotherAdministrator(person, people);
        sessions.End(id);
        foreach (var key in keys.List(id).Where(key => key.Revoked is null))
            keys.Revoke(key.Id, id);
        accounts.Grant(id, []);
        var result = await people.DeleteAsync(person);
        if (!result.Succeeded)
            throw ApiProblem.Conflict(string.Join(' ', result.Errors.Select(error => error.Description)));
        accounts.Forget(id);
        audit.Add(Caller.Of(http).Name, "account removed", detail: person.UserName!, address: AccessGate.Address(http));
        return TypedResults.NoContent();
    }

    /// <summary>Whoever is the last to keep accounts stays: nobody could let anybody in again.</summary>
    private static async Task RequireAnotherAdministrator(Person person, UserManager<Person> people)
    {
        if (person is { Role: Role.Administrator, IsDisabled: false }
            && await people.Users.CountAsync(other => other.Role == Role.Administrator && !other.IsDisabled) == 1)
            throw ApiProblem.Conflict("this is the last administrator");
    }

    private static IReadOnlyList<Grant> Grants(IReadOnlyList<GrantView> grants) => grants.Any(grant => grant.Entity != Grant.Every
        && (grant.Entity.Length is 0 or > GreatestName || grant.Entity.Any(letter => !char.IsAsciiLetterOrDigit(letter)
            && letter is not ('-' or '_' or '.'))))
        ? throw ApiProblem.BadRequest("an entity is letters, digits, dots, hyphens and underscores, or * for every one")
        : [.. grants.Select(grant => new Grant(grant.Entity, grant.PersonLevel))];

    private static string Said(GrantView grant) => grant.PersonLevel ? $"{grant.Entity} with people" : grant.Entity;

    private static UserView View(Person person, Accounts accounts, TimeProvider clock) => new(person.Id, person.UserName!, person.Role,
        person.IsDisabled, person.LockoutEnd > clock.GetUtcNow(), person.MustChangePassword, person.TwoFactorEnabled,
        [.. accounts.GrantsOf(person.Id).Select(grant => new GrantView(grant.Entity, grant.PersonLevel))]);

    private static KeyView View(ApiKey key, Accounts accounts) => new(key.Id, accounts.NameOf(key.UserId), key.Name,
        key.Role, key.Scopes, key.Entities, key.Created, key.Expires, key.Revoked is not null);
}
