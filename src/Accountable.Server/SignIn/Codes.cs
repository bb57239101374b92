using Microsoft.AspNetCore.Identity;

namespace Accountable.Server.SignIn;

/// <summary>The codes of the second factor.</summary>
internal static class Codes
{
    private const int StepSeconds = 30;

    /// <summary>Whether a code of the authenticator, or a recovery code, is good. Each is good once.</summary>
    public static async Task<bool> Holds(UserManager<Person> people, Person person, string? code)
    {
        if (string.IsNullOrWhiteSpace(code))
            return false;
        var plain = code.Replace(" ", "", StringComparison.Ordinal);
        if (await people.VerifyTwoFactorTokenAsync(person, TokenOptions.DefaultAuthenticatorProvider, plain))
        {
            // Identity takes a code for some steps around now: within them a code must not be used again.
            var step = DateTimeOffset.UtcNow.ToUnixTimeSeconds() / StepSeconds;
            if (person.LastCode == plain && step - person.LastCodeStep <= 4)
                return false;
            (person.LastCode, person.LastCodeStep) = (plain, step);
            await people.UpdateAsync(person);
            return true;
        }
        return person.TwoFactorEnabled && (await people.RedeemTwoFactorRecoveryCodeAsync(person, plain)).Succeeded;
    }
}
