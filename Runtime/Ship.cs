// dotnet run Runtime/Ship.cs
//
// What a release does to the lists of the public API: in each project the lines of PublicAPI.Unshipped.txt move to PublicAPI.Shipped.txt, and what is marked *REMOVED* leaves it.
// From then on the compiler reports a shipped member that is gone (RS0017). Running it twice, or again after it was interrupted, changes nothing more.
#:property PublishAot=false

using System.Text;

const string header = "#nullable enable";
const string removed = "*REMOVED*";

foreach (var unshippedFile in Directory.GetFiles((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "PublicAPI.Unshipped.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
{
    var shippedFile = Path.Combine(Path.GetDirectoryName(unshippedFile)!, "PublicAPI.Shipped.txt");
    var (shipped, unshipped) = (Members(shippedFile), Members(unshippedFile));
    var gone = unshipped.Where(member => member.StartsWith(removed, StringComparison.Ordinal)).Select(member => member[removed.Length..]).ToHashSet(StringComparer.Ordinal);
    string[] now = [.. shipped.Where(member => !gone.Contains(member)).Concat(unshipped.Where(member => !member.StartsWith(removed, StringComparison.Ordinal))).Distinct().Order(StringComparer.Ordinal)];
    // The shipped list first: what is then in both is reported (RS0025), and nothing is lost.
    Write(shippedFile, now);
    Write(unshippedFile, []);
    Console.WriteLine($"{Path.GetFileName(Path.GetDirectoryName(unshippedFile))}: {now.Length} members, {now.Except(shipped).Count()} new, {shipped.Except(now).Count()} gone");
}

static string[] Members(string file) => [.. File.ReadAllLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line != header)];

static void Write(string file, string[] members)
{
    var temporary = file + ".tmp";
    File.WriteAllText(temporary, string.Concat(members.Prepend(header).Select(line => line + "\n")), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    File.Move(temporary, file, overwrite: true);
}
