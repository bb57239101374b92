using System.Security.Cryptography;
using Accountable.Server.Access;
using Accountable.Server.State;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Accountable.Server.SignIn;

/// <summary>The first start: an administrator with a password that is printed once and must be changed.</summary>
internal static class FirstRun
{
    private const string Name = "admin";
    private const string Signs = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private const int Length = 20;

    /// <summary>A password that nobody chose.</summary>
    public static string OneTimePassword() => RandomNumberGenerator.GetString(Signs, Length);

    /// <summary>Makes the administrator when there is no account yet.</summary>
    /// <returns>The name and the password; null when there are accounts.</returns>
    public static async Task<(string Name, string Password)?> Prepare(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        var people = scope.ServiceProvider.GetRequiredService<UserManager<Person>>();
        if (await people.Users.AnyAsync())
            return null;
        var password = OneTimePassword();
        var person = new Person { UserName = Name, Role = Role.Administrator, MustChangePassword = true };
        var result = await people.CreateAsync(person, password);
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(' ', result.Errors.Select(error => error.Description)));
        scope.ServiceProvider.GetRequiredService<Accounts>().Grant(person.Id, [new Grant(Grant.Every, PersonLevel: true)]);
        scope.ServiceProvider.GetRequiredService<AuditLog>().Add("server", "account made", detail: $"{Name}, the first administrator");
        return (Name, password);
    }
}
