// Checks the links of Markdown files: the file and the heading must exist. Links to other sites are not followed.

import validateLinks from 'remark-validate-links';
import { visit } from 'unist-util-visit';

/** Shows the links in HTML to remark-validate-links, which knows only those in Markdown. */
function htmlLinks() {
  return (tree) =>
    visit(tree, 'html', (node) => {
      const links = node.value.matchAll(/\b(?:href|src|srcset)\s*=\s*["']?([^"'\s>]+)/gi);
      node.children = Array.from(links, ([, url]) => ({ type: 'link', url, position: node.position, children: [] }));
    });
}

export default { plugins: [htmlLinks, [validateLinks, { repository: false, root: process.cwd() }]] };
