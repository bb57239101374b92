using Accountable.Server.Access;
using Accountable.Server.Operations;
using Accountable.Server.SignIn;
using Accountable.Server.State;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace Accountable.Server.Api;

/// <summary>Who is signed in.</summary>
/// <param name="State">anonymous, password_change_required, signed_in, or guest in the demo.</param>
/// <param name="User">The user's name; null when nobody signed in.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Grants">What they were granted.</param>
/// <param name="SecondFactor">Whether a code is asked for as well.</param>
/// <param name="CsrfToken">To be sent as X-CSRF-Token with everything that changes something.</param>
internal sealed record SessionView(string State, string? User, Role? Role, IReadOnlyList<GrantView> Grants, bool SecondFactor,
    string CsrfToken);

/// <summary>A grant. The entity <c>*</c> stands for every one.</summary>
internal sealed record GrantView(string Entity, bool PersonLevel);

/// <summary>A sign-in; the code is asked for when the account has a second factor.</summary>
internal sealed record SignInRequest(string User, string Password, string? Code = null);

/// <summary>A new password.</summary>
internal sealed record PasswordChange(string Current, string New);

/// <summary>A second factor that waits for its first code.</summary>
/// <param name="Secret">For typing.</param>
/// <param name="Uri">For a picture code.</param>
internal sealed record SecondFactorView(string Secret, string Uri);

/// <summary>A code of the second factor.</summary>
internal sealed record CodeRequest(string Code);

/// <summary>The password again, for what must not be done by a finger left on a keyboard.</summary>
internal sealed record PasswordRequest(string Password);

/// <summary>Codes that each replace the second factor once.</summary>
internal sealed record RecoveryCodes(IReadOnlyList<string> Codes);

/// <summary>Signing in and out, and what belongs to one's own account.</summary>
internal static class SessionApi
{
    private const int RecoveryCodeCount = 10;

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/session").WithTags("session");
        group.MapGet("/", Show).WithName("session").ForEverybody();
        group.MapPost("/", SignIn).WithName("sign_in").ForEverybody().RequireRateLimiting(RateLimits.SignIn);
        group.MapDelete("/", SignOut).WithName("sign_out").Produces(StatusCodes.Status204NoContent).ForEverybody();
        group.MapPost("/password", ChangePassword).WithName("change_password").Produces(StatusCodes.Status204NoContent)
            .ForOwnAccount(beforePasswordChange: true)
            .RequireRateLimiting(RateLimits.SignIn);
        group.MapPost("/second-factor", Prepare).WithName("prepare_second_factor").ForOwnAccount().RequireRateLimiting(RateLimits.SignIn);
        group.MapPut("/second-factor", Enable).WithName("enable_second_factor").ForOwnAccount().RequireRateLimiting(RateLimits.SignIn);
        group.MapPost("/second-factor/removal", Disable).WithName("disable_second_factor")
            .Produces(StatusCodes.Status204NoContent).ForOwnAccount().RequireRateLimiting(RateLimits.SignIn);
    }

    private static RouteHandlerBuilder ForOwnAccount(this RouteHandlerBuilder route, bool beforePasswordChange = false) =>
        route.WithMetadata(new AccessPolicy(Role.Viewer, Scope: KeyScope.None, BeforePasswordChange: beforePasswordChange));

    private static SessionView Show(HttpContext http, Accounts accounts, UserManager<Person> people, IAntiforgery antiforgery)
    {
        var token = antiforgery.GetAndStoreTokens(http).RequestToken!;
        if (http.Features.Get<Caller>() is not { } caller)
            return new SessionView("anonymous", null, null, [], false, token);
        var state = caller.IsGuest ? "guest" : caller.MustChangePassword ? "password_change_required" : "signed_in";
        var factor = !caller.IsGuest && people.FindByIdAsync(caller.UserId).GetAwaiter().GetResult() is { TwoFactorEnabled: true };
        return new SessionView(state, caller.IsGuest ? null : caller.Name, caller.Role,
            [.. caller.Grants.Select(grant => new GrantView(grant.Entity, grant.PersonLevel))], factor, token);
    }

    private static async Task<SessionView> SignIn(SignInRequest request, HttpContext http, SignInManager<Person> signIn,
        UserManager<Person> people, Accounts accounts, SessionStore sessions, AuditLog audit, Metrics metrics, IAntiforgery antiforgery)
    {
        var address = AccessGate.Address(http);
        var person = await people.FindByNameAsync(request.User);
        if (person is null)
        {
            // As long as for an account that exists.
            people.PasswordHasher.VerifyHashedPassword(new Person(), NobodysHash, request.Password);
            throw Refused("unknown user", "a name that has no account");
        }
        var result = await signIn.CheckPasswordSignInAsync(person, request.Password, lockoutOnFailure: true);
        if (result.IsLockedOut)
            throw Refused("locked", person.UserName!);
        if (!result.Succeeded)
            throw Refused("wrong password", person.UserName!);
        // Said after the password was looked at: it takes as long as for any account.
        if (person.IsDisabled)
            throw Refused("disabled", person.UserName!);
        if (person.TwoFactorEnabled && !await Codes.Holds(people, person, request.Code))
        {
            if (string.IsNullOrEmpty(request.Code))
                throw new ApiProblem(StatusCodes.Status401Unauthorized, "code_required", "send the code of the second factor as well");
            await people.AccessFailedAsync(person);
            throw Refused("wrong code", person.UserName!);
        }
        await people.ResetAccessFailedCountAsync(person);
        sessions.Open(http, person.Id);
        audit.Add(person.UserName!, "sign-in", address: address);
        metrics.SignIn("done");
        http.User = AccessGate.PrincipalOf(person.Id);
        var account = accounts.Of(person.Id)!;
        return new SessionView(account.MustChangePassword ? "password_change_required" : "signed_in", account.Name, account.Role,
            [.. account.Grants.Select(grant => new GrantView(grant.Entity, grant.PersonLevel))], person.TwoFactorEnabled,
            antiforgery.GetAndStoreTokens(http).RequestToken!);

        ApiProblem Refused(string why, string name)
        {
            audit.Add(name, "sign-in refused", detail: why, address: address);
            metrics.SignIn("refused");
            return new ApiProblem(StatusCodes.Status401Unauthorized, "not_signed_in",
                "the name, the password or the code is wrong, or the account is locked for a while");
        }
    }

    private static IResult SignOut(HttpContext http, SessionStore sessions, AuditLog audit)
    {
        if (http.Features.Get<Caller>() is { IsGuest: false } caller)
            audit.Add(caller.Name, "sign-out", address: AccessGate.Address(http));
        sessions.Close(http);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> ChangePassword(PasswordChange change, HttpContext http, UserManager<Person> people,
        SignInManager<Person> signIn, Accounts accounts, SessionStore sessions, AuditLog audit)
    {
        var person = await Own(http, people);
        await Confirm(person, change.Current, http, signIn, audit);
        if (change.New == change.Current)
            throw ApiProblem.BadRequest("the new password is the old one");
        person.MustChangePassword = false;
        var result = await people.ChangePasswordAsync(person, change.Current, change.New);
        if (!result.Succeeded)
            throw ApiProblem.BadRequest(string.Join(' ', result.Errors.Select(error => error.Description)));
        accounts.Forget(person.Id);
        sessions.End(person.Id);
        audit.Add(person.UserName!, "password changed", address: AccessGate.Address(http));
        sessions.Open(http, person.Id);
        return TypedResults.NoContent();
    }

    private static async Task<SecondFactorView> Prepare(PasswordRequest request, HttpContext http, UserManager<Person> people,
        SignInManager<Person> signIn, AuditLog audit)
    {
        var person = await Confirmed(request, http, people, signIn, audit);
        if (person.TwoFactorEnabled)
            throw ApiProblem.Conflict("there is a second factor already; take it away first");
        await people.ResetAuthenticatorKeyAsync(person);
        var secret = (await people.GetAuthenticatorKeyAsync(person))!;
        return new SecondFactorView(secret,
            $"otpauth://totp/Accountable:{Uri.EscapeDataString(person.UserName!)}?secret={secret}&issuer=Accountable&digits=6");
    }

    private static async Task<RecoveryCodes> Enable(CodeRequest request, HttpContext http, UserManager<Person> people, AuditLog audit)
    {
        var person = await Own(http, people);
        if (!await Codes.Holds(people, person, request.Code))
            throw ApiProblem.BadRequest("the code is wrong; check the clock of the device that shows it");
        await people.SetTwoFactorEnabledAsync(person, true);
        var codes = await people.GenerateNewTwoFactorRecoveryCodesAsync(person, RecoveryCodeCount);
        audit.Add(person.UserName!, "second factor set", address: AccessGate.Address(http));
        return new RecoveryCodes([.. codes!]);
    }

    private static async Task<IResult> Disable(PasswordRequest request, HttpContext http, UserManager<Person> people,
        SignInManager<Person> signIn, AuditLog audit)
    {
        var person = await Confirmed(request, http, people, signIn, audit);
        await people.SetTwoFactorEnabledAsync(person, false);
        await people.ResetAuthenticatorKeyAsync(person);
        audit.Add(person.UserName!, "second factor taken away", address: AccessGate.Address(http));
        return TypedResults.NoContent();
    }

    private static async Task<Person> Own(HttpContext http, UserManager<Person> people) =>
        await people.FindByIdAsync(Caller.Of(http).UserId) ?? throw ApiProblem.NotThere();

    private static async Task<Person> Confirmed(PasswordRequest request, HttpContext http, UserManager<Person> people,
        SignInManager<Person> signIn, AuditLog audit)
    {
        var person = await Own(http, people);
        await Confirm(person, request.Password, http, signIn, audit);
        return person;
    }

    /// <summary>A wrong password here counts and is written down as one at the door: whoever found an open browser may be
    /// guessing.</summary>
    private static async Task Confirm(Person person, string password, HttpContext http, SignInManager<Person> signIn, AuditLog audit)
    {
        var result = await signIn.CheckPasswordSignInAsync(person, password, lockoutOnFailure: true);
        if (result.Succeeded)
            return;
        audit.Add(person.UserName!, "password refused", detail: result.IsLockedOut ? "locked" : "wrong password",
            address: AccessGate.Address(http));
        throw new ApiProblem(StatusCodes.Status403Forbidden, "wrong_password", "the password is wrong, or the account is locked");
    }

    /// <summary>A hash that no password has, so that a name without an account takes as long as one with.</summary>
    private static readonly string NobodysHash = new PasswordHasher<Person>().HashPassword(new Person(), Guid.NewGuid().ToString());
}
