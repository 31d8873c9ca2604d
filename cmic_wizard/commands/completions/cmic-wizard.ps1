# PowerShell completion of cmic-wizard. The program itself says what may stand at the cursor.
Register-ArgumentCompleter -Native -CommandName cmic-wizard -ScriptBlock {
    param($current, $line, $cursor)
    $before = @($line.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursor } |
        ForEach-Object { if ($null -ne $_.Value) { "$($_.Value)" } else { $_.Extent.Text } })
    cmic-wizard __complete powershell ":$current" @before 2>$null | ForEach-Object {
        $found, $about = $_ -split "`t", 2
        # Where nothing is proposed, PowerShell proposes files itself.
        if ($found -and -not $found.StartsWith(':')) {
            $shown = if ($about) { $about } else { $found }
            [System.Management.Automation.CompletionResult]::new($found, $found, 'ParameterValue', $shown)
        }
    }
}
